//! Main text of the pages of article-extraction-benchmark: runs of four words, as its own script
//! counts them (means over pages of precision and recall, F1 of the two means).

use std::path::Path;
use std::time::Instant;

use crate::overlap::{f1, mean, precision_recall, words};
use crate::{Outcome, json, page, read_page};

/// Measures and prints.
pub fn run(folder: &Path) -> Outcome<()> {
    let truth = json(&folder.join("ground-truth.json"))?;
    let (mut precision, mut recall, mut seconds, mut refused, mut n) = (Vec::new(), Vec::new(), 0.0, 0, 0);
    for (id, gold) in truth.as_object().into_iter().flatten() {
        let bytes = page(&folder.join("html").join(format!("{id}.html.gz")))?;
        let started = Instant::now();
        let read = read_page(&bytes);
        seconds += started.elapsed().as_secs_f64();
        n += 1;
        refused += usize::from(read.is_none());
        let text = read.map_or(String::new(), |d| d.text.text);
        let (p, r) = precision_recall(&words(gold["articleBody"].as_str().unwrap_or("")), &words(&text), 4);
        precision.extend(p);
        recall.extend(r);
    }
    let (p, r) = (mean(&precision), mean(&recall));
    println!(
        "article-extraction ({n} pages, {refused} refused): 4-gram F1 {:.4}  precision {p:.4}  recall {r:.4}",
        f1(p, r)
    );
    println!("  {:.0} pages/s, one core, text and metadata", f64::from(n) / seconds);
    Ok(())
}
