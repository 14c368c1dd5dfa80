//! Which sentences the proposer reads together: in one sequence, with some of those before for context.

use std::ops::Range;

/// Pieces that a block may have, the two special ones not counted.
pub const MOST: usize = 190;
/// Pieces that the sentences of a block which are there for context alone may have.
const CONTEXT: usize = 64;

/// Sentences of one sequence, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// All of them.
    pub sentences: Range<usize>,
    /// The first that is read here, not for context.
    pub fresh: usize,
}

/// Blocks of a document whose sentences have so many pieces ([`MOST`] at most), so that each one for which `asked` holds is
/// fresh in one.
#[must_use]
pub fn blocks(sizes: &[usize], asked: &[bool]) -> Vec<Block> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(fresh) = (at..sizes.len()).find(|s| asked[*s]) {
        let (mut start, mut used) = (fresh, 0);
        while start > 0 && used + sizes[start - 1] <= CONTEXT {
            start -= 1;
            used += sizes[start];
        }
        if used + sizes[fresh] > MOST {
            // A long sentence leaves no room for context.
            (start, used) = (fresh, 0);
        }
        let mut end = fresh;
        while end < sizes.len() && used + sizes[end] <= MOST {
            used += sizes[end];
            end += 1;
        }
        at = end;
        let last = (fresh..end).rfind(|s| asked[*s]).unwrap_or(fresh);
        out.push(Block { sentences: start..last + 1, fresh });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_begins_with_context_and_ends_where_it_is_full() {
        let found = blocks(&[30, 30, 30, 100, 30, 90, 60], &[true; 7]);
        let ranges: Vec<(Range<usize>, usize)> = found.into_iter().map(|b| (b.sentences, b.fresh)).collect();
        assert_eq!(ranges, [(0..4, 0), (4..7, 4)], "a hundred pieces are too many for context");
        let found = blocks(&[30, 30, 150, 20, 20], &[true, true, true, false, true]);
        let ranges: Vec<(Range<usize>, usize)> = found.into_iter().map(|b| (b.sentences, b.fresh)).collect();
        assert_eq!(ranges, [(0..2, 0), (2..5, 2)], "sixty pieces of context leave no room for the third");
    }

    #[test]
    fn what_is_not_asked_for_is_context_or_left_out() {
        assert_eq!(blocks(&[20; 4], &[false; 4]), []);
        assert_eq!(blocks(&[20; 6], &[false, false, true, false, false, false]), [Block { sentences: 0..3, fresh: 2 }]);
        let apart =
            blocks(&[40; 12], &[true, false, false, false, false, false, false, false, false, true, true, false]);
        assert_eq!(apart, [Block { sentences: 0..1, fresh: 0 }, Block { sentences: 8..11, fresh: 9 }]);
    }
}
