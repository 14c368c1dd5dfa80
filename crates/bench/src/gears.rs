//! What is lost because the encoder does not read everything: claims that a reading by the encoder
//! has and a reading by both gears (`auto`, the default) has not.
//!
//! A claim is kept when the other reading has one with the same predicate, value, polarity and
//! modality whose first words overlap. Claims of the everyday frames (who somebody is, where they
//! went) are counted apart: they are what both gears may miss in reports that are about none of the
//! product's business.

use std::path::{Path, PathBuf};

use casebook_facts::Evidence;
use casebook_packs::Packs;
use casebook_read::gear::{EVERYDAY, Gear};
use casebook_read::reading::ClaimOut;

use crate::{Outcome, speed};

/// Measures and prints.
pub fn run(data: &Path) -> Outcome<()> {
    println!(
        "{:<34} {:>9} {:>9} {:>7} {:>8} {:>7} {:>8}",
        "", "documents", "claims", "lost", "", "of frames beyond the everyday", ""
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared = data.join("..");
    let mut reports = files(&root.join("examples"))?;
    reports.extend(files(&shared.join("examples"))?);
    reports.push(shared.join("seed/article.txt"));
    let reports: Vec<Evidence> = reports
        .into_iter()
        .map(|p| Ok(Evidence::new(p.file_name().unwrap_or_default().to_string_lossy(), std::fs::read(&p)?)))
        .collect::<Outcome<_>>()?;
    line("development reports", &reports);
    let texts = speed::texts(Some(data))?;
    let news: Vec<Evidence> =
        texts.into_iter().enumerate().map(|(i, t)| Evidence::new(format!("{i}.txt"), t.into_bytes())).collect();
    line("general news, 3 KB each", &news);
    Ok(())
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(Result::ok).map(|e| e.path()).collect();
    found.retain(|p| p.extension().is_some_and(|e| e == "txt" || e == "html" || e == "md"));
    found.sort();
    Ok(found)
}

fn line(name: &str, documents: &[Evidence]) {
    let packs = casebook_packs::bundled();
    let (mut all, mut lost, mut business, mut business_lost, mut n_encoder) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for evidence in documents {
        let read = |gear| {
            let options = casebook_read::Options { gear, ..casebook_read::Options::default() };
            casebook_read::read(evidence, packs, &options).ok()
        };
        let (Some(exact), Some(auto)) = (read(Gear::Encoder), read(Gear::Auto)) else { continue };
        n_encoder += usize::from(
            exact.claims.len() == auto.claims.len()
                && exact.claims.iter().all(|c| auto.claims.iter().any(|d| same(c, d))),
        );
        for claim in &exact.claims {
            let gone = usize::from(!auto.claims.iter().any(|c| same(claim, c)));
            let everyday = usize::from(is_everyday(claim, packs));
            all += 1;
            lost += gone;
            business += 1 - everyday;
            business_lost += gone * (1 - everyday);
        }
    }
    let share = |lost: usize, of: usize| 100.0 * lost as f64 / of.max(1) as f64;
    println!(
        "{name:<34} {:>9} {all:>9} {lost:>7} {:>7.2}% {business_lost:>7} of {business} = {:.2}%   ({n_encoder} read the same)",
        documents.len(),
        share(lost, all),
        share(business_lost, business),
    );
}

fn is_everyday(claim: &ClaimOut, packs: &Packs) -> bool {
    packs.predicate(&claim.predicate).is_none_or(|p| EVERYDAY.contains(&packs.predicates[p].frame.as_str()))
}

fn same(a: &ClaimOut, b: &ClaimOut) -> bool {
    let span = |c: &ClaimOut| c.anchors.first().map(|(_, s)| (s.start, s.end));
    let overlap = matches!((span(a), span(b)), (Some(x), Some(y)) if x.0 < y.1 && y.0 < x.1);
    overlap && (&a.predicate, &a.value, a.polarity, a.modality) == (&b.predicate, &b.value, b.polarity, b.modality)
}
