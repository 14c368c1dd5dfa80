//! Which part somebody has in a report, or none: a softmax over what speaks for each (`features`), with weights that
//! `training/cast/fit.py` fitted to the corpus.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::table::Table;

/// A line of parts, then for every feature a line with its weight for each part.
static WEIGHTS: &str = include_str!("../../../../models/cast.tsv");
/// The part of those whom a reading does not list.
const UNLISTED: &str = "unlisted";

static BUNDLED: LazyLock<Parts> = LazyLock::new(|| Parts(Table::parse(WEIGHTS)));

/// Weights of features for parts.
pub struct Parts(Table);

/// The likeliest part, and how likely somebody is listed at all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The likeliest part of those who are listed.
    pub role: &'static str,
    /// From 0 to 1.
    pub listed: f32,
    /// Share of the role among all parts of those who are listed, from 0 to 1.
    pub share: f32,
}

impl Parts {
    /// The weights that come with the program.
    #[must_use]
    pub fn bundled() -> &'static Parts {
        &BUNDLED
    }

    /// The part of somebody of whom these features hold.
    #[must_use]
    pub fn of(&self, features: &BTreeSet<String>) -> Part {
        let scores = self.0.sums(features.iter().map(String::as_str));
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let shares: Vec<f32> = scores.iter().map(|s| casebook_model::encoder::math::exp(s - most)).collect();
        let all: f32 = shares.iter().sum();
        let unlisted: f32 = self.0.columns().iter().zip(&shares).filter(|(n, _)| **n == UNLISTED).map(|(_, s)| s).sum();
        let parts = self.0.columns().iter().zip(&shares).filter(|(n, _)| **n != UNLISTED);
        let best = parts.fold(("mentioned", -1.0), |best, (n, s)| if *s > best.1 { (*n, *s) } else { best });
        Part { role: best.0, listed: 1.0 - unlisted / all, share: best.1 / (all - unlisted).max(f32::MIN_POSITIVE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_the_likeliest_part() {
        let parts =
            Table::parse("# note\nfeature\tunlisted\tsubject\tlawyer\nalways\t1\t0\t0\ncalled: lawyer\t-2\t0\t3\n");
        let parts = Parts(parts);
        let of = |names: &[&str]| parts.of(&names.iter().map(ToString::to_string).collect());
        assert_eq!(of(&["always", "called: lawyer"]).role, "lawyer");
        assert!(of(&["always", "called: lawyer"]).listed > 0.9);
        assert!(of(&["always", "called: lawyer"]).share > 0.9);
        assert!((of(&["always"]).share - 0.5).abs() < 0.001, "of the parts of those listed");
        assert!(of(&["always"]).listed < 0.5);
    }

    #[test]
    fn the_bundled_table_knows_every_part() {
        let names: BTreeSet<&str> = Parts::bundled().0.columns().iter().copied().collect();
        assert!(casebook_packs::ROLES.iter().all(|r| names.contains(r)));
        assert!(["unlisted", "subject", "relative", "mentioned"].iter().all(|r| names.contains(r)));
        assert!(Parts::bundled().0.is_whole());
    }
}
