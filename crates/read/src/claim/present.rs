//! Which words a sentence holds: forms whose words are not all there need not be tried.

use casebook_packs::WordId;

/// Which words stand in the sentence at hand, by their numbers.
pub struct Present {
    seen: Vec<u32>,
    round: u32,
}

impl Present {
    /// Room for this many numbers.
    pub fn new(n_words: usize) -> Present {
        Present { seen: vec![0; n_words], round: 0 }
    }

    /// Forgets the sentence before.
    pub fn clear(&mut self) {
        self.round += 1;
    }

    /// Notes a word; false when it was there already or is none of the packs' words.
    pub fn add(&mut self, id: WordId) -> bool {
        match self.seen.get_mut(id.index()) {
            Some(seen) if *seen != self.round => {
                *seen = self.round;
                true
            }
            _ => false,
        }
    }

    /// Does one of these words stand there?
    pub fn any(&self, words: &[WordId]) -> bool {
        words.iter().any(|id| self.seen.get(id.index()) == Some(&self.round))
    }
}
