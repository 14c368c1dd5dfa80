//! A greedy arc-hybrid dependency parser with a linear model: one pass over the sentence.
//!
//! Source: Kuhlmann, Gómez-Rodríguez and Satta 2011 (transition system); Goldberg and Nivre 2013
//! (training with a dynamic oracle, in `training/`). Two tables: which move, and which relation
//! once an arc is drawn.

use crate::Upos;
use crate::feature::{Form, mix};
use crate::file::{Damaged, Sections, Table};
use crate::tagger::best;

/// Universal dependency relations the parser can draw, in the order of the model's columns.
pub const RELATIONS: [&str; 49] = [
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nmod:unmarked",
    "nsubj",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "punct",
    "root",
    "vocative",
    "xcomp",
];

/// Column of a relation; relations outside the list are `dep`.
#[must_use]
pub fn relation(name: &str) -> u8 {
    let find = |n: &str| RELATIONS.iter().position(|r| *r == n);
    let at = find(name).or_else(|| find(name.split(':').next().unwrap_or("dep")));
    at.or_else(|| find("dep")).and_then(|i| u8::try_from(i).ok()).unwrap_or(0)
}

/// The relation as the reader compares it; a subtype outside the list is its main relation.
#[must_use]
pub fn relation_name(name: &str) -> &'static str {
    RELATIONS[usize::from(relation(name))]
}

/// The three moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack becomes a dependent of the next word.
    Left,
    /// The top of the stack becomes a dependent of the word under it.
    Right,
}

impl Move {
    /// Every move, in the order of the model's columns.
    pub const ALL: [Move; 3] = [Move::Shift, Move::Left, Move::Right];
}

/// No head yet, or no such word.
const NONE: u16 = u16::MAX;
/// Head of the root word.
pub const ROOT: u16 = u16::MAX - 1;
/// Longer sentences are parsed in pieces of this many words.
const LONGEST: usize = 2_000;

/// A half-built tree: stack, next word, and the arcs drawn so far. Word indices are 0-based.
pub struct State<'a> {
    forms: &'a [Form],
    tags: &'a [Upos],
    /// Words waiting for a head or for more dependents.
    pub stack: Vec<u16>,
    /// The next word of the buffer.
    pub next: usize,
    /// Head per word (`ROOT` for the root), once known.
    pub heads: Vec<u16>,
    /// Relation per word, once known.
    pub relations: Vec<u8>,
    /// Leftmost two dependents per word.
    left: Vec<[u16; 2]>,
    /// Rightmost two dependents per word.
    right: Vec<[u16; 2]>,
}

impl<'a> State<'a> {
    /// Nothing parsed yet.
    #[must_use]
    pub fn new(forms: &'a [Form], tags: &'a [Upos]) -> State<'a> {
        let n = forms.len();
        State {
            forms,
            tags,
            stack: Vec::with_capacity(n),
            next: 0,
            heads: vec![NONE; n],
            relations: vec![0; n],
            left: vec![[NONE; 2]; n],
            right: vec![[NONE; 2]; n],
        }
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// True for the empty sentence.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// All words read and one left on the stack: that one is the root.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.next == self.len() && self.stack.len() <= 1
    }

    /// Which moves are possible now, in the order of [`Move::ALL`].
    #[must_use]
    pub fn possible(&self) -> [bool; 3] {
        let more = self.next < self.len();
        [more, more && !self.stack.is_empty(), self.stack.len() >= 2]
    }

    /// Head and dependent of the arc that a move would draw.
    #[must_use]
    pub fn arc(&self, step: Move) -> Option<(u16, u16)> {
        let top = *self.stack.last()?;
        match step {
            Move::Shift => None,
            Move::Left => Some((u16::try_from(self.next).ok()?, top)),
            Move::Right => Some((*self.stack.get(self.stack.len().checked_sub(2)?)?, top)),
        }
    }

    /// Makes a move; `relation` labels the arc it draws.
    pub fn make(&mut self, step: Move, relation: u8) {
        match (step, self.arc(step)) {
            (Move::Shift, _) => {
                self.stack.push(u16::try_from(self.next).unwrap_or(NONE));
                self.next += 1;
            }
            (_, Some((head, dependent))) => {
                self.stack.pop();
                self.heads[usize::from(dependent)] = head;
                self.relations[usize::from(dependent)] = relation;
                let side = if dependent < head { &mut self.left } else { &mut self.right };
                let kids = &mut side[usize::from(head)];
                *kids = [dependent, kids[0]];
            }
            (_, None) => {}
        }
    }

    /// Calls `each` with every feature of the state. Training and running share this function.
    pub fn features(&self, mut each: impl FnMut(u64)) {
        let depth = self.stack.len();
        let stack = |i: usize| depth.checked_sub(i + 1).map_or(NONE, |k| self.stack[k]);
        let buffer = |i: usize| {
            if self.next + i < self.len() { u16::try_from(self.next + i).unwrap_or(NONE) } else { NONE }
        };
        let kid = |side: &[[u16; 2]], w: u16, k: usize| side.get(usize::from(w)).map_or(NONE, |x| x[k]);
        let (s0, s1, s2) = (stack(0), stack(1), stack(2));
        let (b0, b1, b2) = (buffer(0), buffer(1), buffer(2));
        let word = |w: u16| self.forms.get(usize::from(w)).map_or(1, |f| f.lower);
        let tag = |w: u16| self.tags.get(usize::from(w)).map_or(77, |t| *t as u64 + 1);
        let rel = |w: u16| {
            let known = self.relations.get(usize::from(w)).filter(|_| w != NONE);
            known.map_or(99, |r| u64::from(*r) + 1)
        };
        let count = |side: &[[u16; 2]], w: u16| {
            side.get(usize::from(w)).map_or(0, |x| x.iter().filter(|k| **k != NONE).count() as u64)
        };
        let (s0w, s1w, s2w, b0w, b1w, b2w) = (word(s0), word(s1), word(s2), word(b0), word(b1), word(b2));
        let (s0t, s1t, s2t, b0t, b1t, b2t) = (tag(s0), tag(s1), tag(s2), tag(b0), tag(b1), tag(b2));
        let (s0l, s0r) = (kid(&self.left, s0, 0), kid(&self.right, s0, 0));
        let (s0l2, s0r2) = (kid(&self.left, s0, 1), kid(&self.right, s0, 1));
        let (s1l, s1r) = (kid(&self.left, s1, 0), kid(&self.right, s1, 0));
        let (b0l, b0l2) = (kid(&self.left, b0, 0), kid(&self.left, b0, 1));
        let gap = |a: u16, b: u16| {
            if a == NONE || b == NONE { 9 } else { u64::from(a.abs_diff(b)).min(6) }
        };
        let (d01, db) = (gap(s1, s0), gap(s0, b0));
        let mut id = 0;
        let mut put = |x: u64, y: u64, z: u64| {
            id += 1;
            each(mix(mix(mix(mix(0x51, id), x), y), z));
        };
        for (w, t) in [(s0w, s0t), (s1w, s1t), (s2w, s2t), (b0w, b0t), (b1w, b1t), (b2w, b2t)] {
            put(w, t, 0);
            put(t, 0, 0);
        }
        put(s0w, b0w, 0);
        put(s1w, s0w, 0);
        put(s0w, b0t, s0t);
        put(s0t, b0w, b0t);
        put(s1w, s0t, s1t);
        put(s1t, s0w, s0t);
        put(s0t, b0t, 0);
        put(s1t, s0t, 0);
        put(s1t, s0t, b0t);
        put(s2t, s1t, s0t);
        put(s0t, b0t, b1t);
        put(mix(s1t, s0t), b0t, b1t);
        put(mix(s2t, s1t), s0t, b0t);
        put(b0t, b1t, b2t);
        put(s0w, b0t, b1t);
        put(s0t, b0w, b1t);
        put(s1w, s0t, b0t);
        put(s1t, s0w, b0t);
        put(s1t, s0t, b0w);
        for (k, of) in
            [(s0l, s0t), (s0r, s0t), (s1l, s1t), (s1r, s1t), (b0l, b0t), (s0l2, s0t), (s0r2, s0t), (b0l2, b0t)]
        {
            put(tag(k), rel(k), of);
            put(word(k), of, 0);
        }
        put(mix(s0t, rel(s0r)), b0t, rel(s0l));
        put(mix(s0t, rel(s0l)), s1t, rel(s1r));
        put(mix(s1t, rel(s1r)), s0t, b0t);
        put(mix(s0t, rel(s0r)), b0t, b1t);
        put(mix(s0t, b0t), rel(b0l), 0);
        put(mix(s1t, s0t), rel(s0l), rel(s0r));
        put(s0w, count(&self.left, s0), count(&self.right, s0));
        put(s0t, count(&self.left, s0), count(&self.right, s0));
        put(s1t, count(&self.left, s1), count(&self.right, s1));
        put(s1w, count(&self.right, s1), 0);
        put(b0t, count(&self.left, b0), 0);
        put(s0w, rel(s0l), rel(s0r));
        put(s1w, rel(s1l), rel(s1r));
        put(mix(s0t, b0t), db, 0);
        put(mix(s1t, s0t), d01, 0);
        put(mix(s0w, b0w), db, 0);
        put(mix(s1w, s0w), d01, 0);
        put(mix(s0t, s1t), mix(s2t, b0t), mix(b1t, b2t));
        let class = |w: u16| self.forms.get(usize::from(w)).map_or(1, |f| f.class);
        put(class(s0), class(b0), mix(s0t, b0t));
        put(class(s1), class(s0), mix(s1t, s0t));
        put(class(b0), class(buffer(1)), s0t);
    }

    /// Calls `each` with every feature for the relation of `dependent` under `head`.
    pub fn relation_features(&self, head: u16, dependent: u16, mut each: impl FnMut(u64)) {
        let (h, d) = (usize::from(head), usize::from(dependent));
        let edge = Form::default();
        let form = |i: Option<usize>| i.and_then(|i| self.forms.get(i)).unwrap_or(&edge);
        let tag = |i: Option<usize>| i.and_then(|i| self.tags.get(i)).map_or(77, |t| *t as u64 + 1);
        let (hf, df) = (form(Some(h)), form(Some(d)));
        let (ht, dt) = (tag(Some(h)), tag(Some(d)));
        let side = u64::from(h < d) * 8 + (h.abs_diff(d) as u64).min(4);
        let kid = |side: &[[u16; 2]], w: usize, k: usize| side.get(w).map_or(NONE, |x| x[k]);
        let kid_form = |k: u16| form((k != NONE).then_some(usize::from(k)));
        let kid_rel = |k: u16| self.relations.get(usize::from(k)).map_or(99, |r| u64::from(*r));
        let (dl, dl2, dr) = (kid(&self.left, d, 0), kid(&self.left, d, 1), kid(&self.right, d, 0));
        let (hl, hl2) = (kid(&self.left, h, 0), kid(&self.left, h, 1));
        let (hr, hr2) = (kid(&self.right, h, 0), kid(&self.right, h, 1));
        let mut id = 100;
        let mut put = |x: u64, y: u64, z: u64| {
            id += 1;
            each(mix(mix(mix(mix(0x52, id), x), y), z));
        };
        put(side, 0, 0);
        put(ht, dt, side);
        put(hf.lower, dt, side);
        put(ht, df.lower, side);
        put(hf.lower, df.lower, u64::from(h < d));
        put(hf.lower, ht, u64::from(h < d));
        put(df.lower, dt, u64::from(h < d));
        put(mix(ht, dt), hf.suffix[2], df.suffix[2]);
        put(mix(ht, dt), kid_form(dl).lower, u64::from(h < d));
        put(mix(ht, dt), kid_form(dl2).lower, u64::from(h < d));
        put(mix(ht, dt), kid_rel(dl), kid_rel(dr));
        put(mix(ht, dt), kid_form(hl).lower, kid_rel(hl));
        put(mix(ht, dt), kid_form(hl2).lower, kid_rel(hl2));
        put(mix(ht, dt), kid_rel(hr), kid_rel(hr2));
        put(mix(ht, dt), kid_rel(hl), kid_rel(hl2));
        put(hf.lower, kid_rel(hl), mix(dt, kid_rel(hr)));
        put(hf.lower, kid_form(dl).lower, dt);
        put(mix(ht, dt), tag(d.checked_sub(1)), tag(d.checked_add(1)));
        put(mix(ht, dt), form(d.checked_sub(1)).lower, side);
        put(mix(ht, dt), form(d.checked_add(1)).lower, side);
        put(mix(ht, dt), df.shape, hf.shape);
        put(mix(ht, dt), hf.class, df.class);
        put(mix(ht, dt), form(h.checked_add(1)).lower, u64::from(h < d));
    }
}

/// A trained parser.
pub struct Parser {
    moves: Table<'static>,
    relations: Table<'static>,
}

impl Parser {
    /// Loads a parser from the sections `moves` and `relations`.
    ///
    /// # Errors
    /// [`Damaged`] when a table is missing or of another width.
    pub fn load(sections: &Sections<'static>) -> Result<Parser, Damaged> {
        let moves = Table::load(sections.get("moves")?)?;
        let relations = Table::load(sections.get("relations")?)?;
        if moves.columns() != Move::ALL.len() || relations.columns() != RELATIONS.len() {
            return Err(Damaged("a parser table has another number of columns".into()));
        }
        Ok(Parser { moves, relations })
    }

    /// Head (`None`: root) and relation per word. One root whatever the input; sentences beyond
    /// [`LONGEST`] words are parsed in pieces hung under the first.
    #[must_use]
    pub fn parse(&self, forms: &[Form], tags: &[Upos]) -> Vec<(Option<usize>, u8)> {
        let mut out = Vec::with_capacity(forms.len());
        let mut first_root = None;
        for (forms, tags) in forms.chunks(LONGEST).zip(tags.chunks(LONGEST)) {
            let base = out.len();
            for (head, relation) in self.parse_piece(forms, tags) {
                out.push(match head {
                    Some(h) => (Some(base + h), relation),
                    None if first_root.is_none() => {
                        first_root = Some(out.len());
                        (None, crate::parser::relation("root"))
                    }
                    None => (first_root, crate::parser::relation("parataxis")),
                });
            }
        }
        out
    }

    fn parse_piece(&self, forms: &[Form], tags: &[Upos]) -> Vec<(Option<usize>, u8)> {
        let mut state = State::new(forms, tags);
        let mut scores = [0i32; 3];
        let mut labels = [0i32; RELATIONS.len()];
        while !state.finished() {
            scores.fill(0);
            state.features(|f| self.moves.add(f, &mut scores));
            let possible = state.possible();
            let step = Move::ALL
                .into_iter()
                .filter(|m| possible[*m as usize])
                .max_by_key(|m| (scores[*m as usize], 3 - *m as u8));
            let Some(step) = step else { break };
            let mut label = 0;
            if let Some((head, dependent)) = state.arc(step) {
                labels.fill(0);
                state.relation_features(head, dependent, |f| self.relations.add(f, &mut labels));
                label = best(&labels);
            }
            state.make(step, label);
        }
        let root = relation("root");
        let head = |h: u16| if h < ROOT { Some(usize::from(h)) } else { None };
        let arc = |(h, r): (&u16, &u8)| head(*h).map_or((None, root), |h| (Some(h), *r));
        state.heads.iter().zip(&state.relations).map(arc).collect()
    }
}
