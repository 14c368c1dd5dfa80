//! The best passages of an index, the same on every machine.
//!
//! Two looks. The first takes the engine's fast path (block-max WAND, Ding and Suel, 2011), which skips what
//! cannot be among the best, but keeps a margin for what rounding may move. The second, only where three
//! or more scores add up, scores what is left once more so that sums do not depend on the order of adding
//! ([`crate::exact`]). Ties go by document and number. What is left to chance: nothing but removed passages, which
//! count in the frequencies of words until the engine merges their segment.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader};

use crate::exact::STEP;
use crate::reader::Hit;

/// Below so many candidates none are thrown away, to do it rarely.
const FEW: usize = 1 << 16;

/// The first `wanted` passages. `exact` gives the rounded scores and how many add up, where adding up matters.
///
/// # Errors
/// The engine's, when a file cannot be read.
pub fn best(
    searcher: &Searcher,
    fast: &dyn Query,
    exact: Option<(&dyn Query, usize)>,
    wanted: usize,
) -> tantivy::Result<Vec<Hit>> {
    let mut best = Best { wanted, hits: BinaryHeap::new() };
    match exact {
        _ if wanted == 0 => {}
        None => walk(searcher, fast, &mut best)?,
        Some((exact, addends)) => {
            let mut candidates = Candidates::new(wanted, addends);
            walk(searcher, fast, &mut candidates)?;
            rescore(searcher, exact, &candidates.finish(), &mut best)?;
        }
    }
    Ok(best.hits.into_sorted_vec().into_iter().map(|Ranked(hit)| hit).collect())
}

/// What is shown every passage that scores above its threshold.
trait Keeper {
    /// Only higher scores matter.
    fn threshold(&self) -> Score;
    /// Keeps a passage, or not.
    fn offer(&mut self, candidate: Candidate, ids: &Ids);
}

/// Shows a keeper all passages that answer, but those the engine can skip.
fn walk(searcher: &Searcher, fast: &dyn Query, keeper: &mut impl Keeper) -> tantivy::Result<()> {
    let weight = fast.weight(EnableScoring::enabled_from_searcher(searcher))?;
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let (alive, ids) = (reader.alive_bitset(), Ids::new(reader)?);
        weight.for_each_pruning(keeper.threshold(), reader, &mut |doc, score| {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                keeper.offer(Candidate { segment, doc, score }, &ids);
            }
            keeper.threshold()
        })?;
    }
    Ok(())
}

/// The caller's numbers of the passages of a segment.
struct Ids {
    document: Column<u64>,
    number: Column<u64>,
}

impl Ids {
    fn new(reader: &SegmentReader) -> tantivy::Result<Ids> {
        let columns = reader.fast_fields();
        Ok(Ids { document: columns.u64("document")?, number: columns.u64("number")? })
    }

    fn hit(&self, candidate: Candidate) -> Hit {
        let number = self.number.first(candidate.doc).and_then(|n| u32::try_from(n).ok());
        Hit {
            document: self.document.first(candidate.doc).unwrap_or_default(),
            number: number.unwrap_or_default(),
            score: candidate.score,
        }
    }
}

/// Answers in their order: the best is the least.
#[derive(PartialEq)]
struct Ranked(Hit);

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> Ordering {
        let ids = |hit: &Hit| (hit.document, hit.number);
        other.0.score.total_cmp(&self.0.score).then_with(|| ids(&self.0).cmp(&ids(&other.0)))
    }
}

/// The first answers, where scores are final; the worst of them is on top.
struct Best {
    wanted: usize,
    hits: BinaryHeap<Ranked>,
}

impl Keeper for Best {
    fn threshold(&self) -> Score {
        match self.hits.peek() {
            // What equals the worst may win the tie.
            Some(Ranked(worst)) if self.hits.len() == self.wanted => worst.score.next_down(),
            _ => Score::MIN,
        }
    }

    fn offer(&mut self, candidate: Candidate, ids: &Ids) {
        let hit = Ranked(ids.hit(candidate));
        if self.hits.len() < self.wanted {
            self.hits.push(hit);
        } else if let Some(mut worst) = self.hits.peek_mut()
            && hit < *worst
        {
            *worst = hit;
        }
    }
}

/// A passage that may be among the best.
#[derive(Clone, Copy)]
struct Candidate {
    segment: u32,
    doc: DocId,
    score: Score,
}

/// Scores in their total order; none is NaN.
#[derive(PartialEq)]
struct Total(Score);

impl Eq for Total {}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Total) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Total {
    fn cmp(&self, other: &Total) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// All passages that are not yet beaten by enough others, where scores are not final.
struct Candidates {
    wanted: usize,
    addends: usize,
    /// The best scores, at most as many as are wanted; the worst of them is on top.
    best: BinaryHeap<Reverse<Total>>,
    kept: Vec<Candidate>,
    room: usize,
}

impl Candidates {
    fn new(wanted: usize, addends: usize) -> Candidates {
        let room = FEW.max(wanted.saturating_mul(2));
        Candidates { wanted, addends, best: BinaryHeap::new(), kept: Vec::new(), room }
    }

    fn prune(&mut self) {
        let threshold = self.threshold();
        self.kept.retain(|candidate| candidate.score > threshold);
    }

    fn finish(mut self) -> Vec<Candidate> {
        self.prune();
        self.kept
    }
}

impl Keeper for Candidates {
    /// Below the worst of the best, as this and what is compared may be off by half a step an addend and by the
    /// rounding of sums, each to its own side.
    fn threshold(&self) -> Score {
        match self.best.peek() {
            Some(Reverse(Total(worst))) if self.best.len() == self.wanted => {
                let off = self.addends as Score * STEP / 2.0 + worst.abs() * 1e-5;
                (worst - 4.0 * off).next_down()
            }
            _ => Score::MIN,
        }
    }

    fn offer(&mut self, candidate: Candidate, _: &Ids) {
        if self.best.len() < self.wanted {
            self.best.push(Reverse(Total(candidate.score)));
        } else if let Some(mut worst) = self.best.peek_mut()
            && candidate.score > worst.0.0
        {
            *worst = Reverse(Total(candidate.score));
        }
        if self.kept.len() == self.room {
            self.prune();
            self.room = FEW.max(self.kept.len() * 2);
        }
        self.kept.push(candidate);
    }
}

/// Offers the candidates with their rounded scores. They come in the order of segments and passages.
fn rescore(searcher: &Searcher, exact: &dyn Query, kept: &[Candidate], best: &mut Best) -> tantivy::Result<()> {
    let weight = exact.weight(EnableScoring::enabled_from_searcher(searcher))?;
    for part in kept.chunk_by(|a, b| a.segment == b.segment) {
        let reader = searcher.segment_reader(part[0].segment);
        let (mut scorer, ids) = (weight.scorer(reader, 1.0)?, Ids::new(reader)?);
        for &candidate in part {
            let here = if scorer.doc() < candidate.doc { scorer.seek(candidate.doc) } else { scorer.doc() };
            debug_assert!(here == candidate.doc, "both looks find the same passages");
            if here == candidate.doc {
                best.offer(Candidate { score: scorer.score(), ..candidate }, &ids);
            }
        }
    }
    Ok(())
}
