//! Which mentions of one document stand for the same thing.
//!
//! Comes in: the analysed sentences of a document, who speaks them where a transcript says so, and
//! what lists of names say of gender. Goes out: mentions, and for each the best antecedent with a
//! margin: how much better it is than none. Readers that need precision ask for a high margin.
//! A mention-ranking scorer (Wiseman et al. 2015; Clark and Manning 2016) on the encoder's vectors.
//! Trained by `training/coreference/`, whose FORMAT.md is the definition of what happens here.

mod attributes;
mod mentions;
mod pairs;

use std::sync::OnceLock;

use crate::encoder::machine::{Machine, Task};
use crate::encoder::math::dot;
use crate::encoder::matrix::Matrix;
use crate::encoder::network::WIDTH;
use crate::encoder::weights::{Table, Weights};
use crate::file::Damaged;
use crate::parsed::Parsed;
use attributes::{Attributes, Lists, View};
use pairs::{Document, Fields};

pub use attributes::Gender;
pub use mentions::Mention;

/// The best antecedent of a mention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The mention it stands for again; an earlier one of the same document.
    pub antecedent: Option<usize>,
    /// How much better the best antecedent is than none; above 0 where there is a link. In logits.
    pub margin: f32,
}

/// The scorer, ready to run.
pub struct Coreference {
    machine: Machine,
    lists: Lists,
    fields: Fields,
    offset: f32,
    project: Matrix,
    anaphor: Matrix,
    antecedent: Matrix,
    product: Matrix,
    difference: Matrix,
    middle: Matrix,
    new: Matrix,
    pair_rows: Table,
    single_rows: Table,
    out: (Vec<f32>, f32),
    new_out: (Vec<f32>, f32),
}

static BUNDLED: &[u8] = include_bytes!("../../../models/coreference.safetensors");

impl Coreference {
    /// The scorer compiled into this program.
    ///
    /// # Panics
    /// Never in a released program: a test loads the bundled file.
    #[must_use]
    pub fn bundled() -> &'static Coreference {
        static LOADED: OnceLock<Coreference> = OnceLock::new();
        LOADED.get_or_init(|| {
            Coreference::load(BUNDLED, Machine::here())
                .expect("the bundled model file is the one this code was built with")
        })
    }

    /// Loads a scorer from the bytes of a model file.
    ///
    /// # Errors
    /// [`Damaged`] when the file lacks something or its parts do not fit.
    pub fn load(bytes: &[u8], machine: Machine) -> Result<Coreference, Damaged> {
        let weights = Weights::open(bytes, "casebook-coreference 1", machine)?;
        let linear = |name: &str| weights.linear(&[name.to_string()]);
        let bare = |name: &str| {
            let (plain, inputs) = weights.plain(&format!("{name}.weight"))?;
            Ok::<_, Damaged>(Matrix::new(machine, &plain, &[], plain.len() / inputs, inputs))
        };
        let row = |name: &str| {
            let (plain, _) = weights.plain(&format!("{name}.weight"))?;
            let bias = weights.vector(&format!("{name}.bias"))?;
            let bias = *bias.first().ok_or_else(|| Damaged(format!("{name}.bias is empty")))?;
            Ok::<_, Damaged>((plain, bias))
        };
        let lists = Lists::load(&weights)?;
        let found = Coreference {
            machine,
            fields: Fields::load(&weights, &lists)?,
            lists,
            offset: weights.value("offset")?,
            project: linear("project")?,
            anaphor: linear("anaphor")?,
            antecedent: bare("antecedent")?,
            product: bare("product")?,
            difference: bare("difference")?,
            middle: linear("middle")?,
            new: linear("new")?,
            pair_rows: weights.table("pair.fields")?,
            single_rows: weights.table("single.fields")?,
            out: row("out")?,
            new_out: row("new_out")?,
        };
        if found.fits() { Ok(found) } else { Err(Damaged("the coreference scorer's parts do not fit".into())) }
    }

    fn fits(&self) -> bool {
        let (inner, hidden) = (self.project.outputs, self.anaphor.outputs);
        let from_inner = [&self.anaphor, &self.antecedent, &self.product, &self.difference, &self.new];
        self.project.inputs == 3 * WIDTH
            && from_inner.iter().all(|m| [m.inputs, m.outputs] == [inner, hidden])
            && [self.middle.inputs, self.middle.outputs] == [hidden; 2]
            && [self.out.0.len(), self.new_out.0.len()] == [hidden; 2]
            && [self.pair_rows.width(), self.single_rows.width()] == [hidden; 2]
            && [self.pair_rows.n_rows(), self.single_rows.n_rows()] == self.fields.rows
    }

    /// Mentions of a document in order, and a link for each. `speakers` names the speaker of each
    /// sentence by any number, `None` where unknown; `genders` says what lists of given names, looked
    /// up in lower case, know.
    #[must_use]
    pub fn resolve(
        &self,
        sentences: &[Parsed<'_>],
        speakers: &[Option<usize>],
        genders: &dyn Fn(&str) -> Option<Gender>,
    ) -> (Vec<Mention>, Vec<Link>) {
        let items = self.attributes(sentences, speakers, genders);
        let mentions = items.iter().map(|a| a.mention).collect();
        let (mut vectors, mut units) = (Vec::with_capacity(items.len() * 3 * WIDTH), [Vec::new(), Vec::new()]);
        for a in &items {
            let s = &sentences[a.mention.sentence];
            let head = s.vector(a.mention.head);
            let mean = mean(s, a.mention.start..a.mention.end);
            vectors.extend_from_slice(head);
            vectors.extend_from_slice(&mean);
            match a.governor {
                Some(g) => vectors.extend_from_slice(s.vector(g)),
                None => vectors.resize(vectors.len() + WIDTH, 0.0),
            }
            units[0].push(pairs::unit(head));
            units[1].push(pairs::unit(&mean));
        }
        let document = Document { fields: &self.fields, items: &items, units };
        let links = self.machine.run(Scoring { scorer: self, document: &document, vectors: &vectors });
        (mentions, links)
    }

    fn attributes(
        &self,
        sentences: &[Parsed<'_>],
        speakers: &[Option<usize>],
        genders: &dyn Fn(&str) -> Option<Gender>,
    ) -> Vec<Attributes> {
        let quoted = attributes::quoted(sentences);
        let words: Vec<Vec<String>> =
            sentences.iter().map(|s| s.low.iter().map(|w| w.replace('’', "'")).collect()).collect();
        let one = |m: Mention| {
            let view = View { lists: &self.lists, s: &sentences[m.sentence], words: &words[m.sentence], genders, m };
            view.attributes(quoted[m.sentence][m.head], speakers.get(m.sentence).copied().flatten())
        };
        mentions::candidates(sentences).into_iter().map(one).collect()
    }
}

/// Mean of the vectors of a span.
fn mean(s: &Parsed<'_>, span: std::ops::Range<usize>) -> Vec<f32> {
    let mut out = vec![0.0; WIDTH];
    for w in span.clone() {
        for (o, v) in out.iter_mut().zip(s.vector(w)) {
            *o += v;
        }
    }
    #[allow(clippy::cast_precision_loss)] // a span has no more words than its sentence
    let n = span.len() as f32;
    out.iter_mut().for_each(|o| *o /= n);
    out
}

/// The numbers of one document, worked out from left to right.
struct Scoring<'a> {
    scorer: &'a Coreference,
    document: &'a Document<'a>,
    vectors: &'a [f32],
}

impl Task for Scoring<'_> {
    type Out = Vec<Link>;

    #[inline(always)]
    fn run<const ROWS: usize, const COLUMNS: usize>(self) -> Vec<Link> {
        let Scoring { scorer, document, vectors } = self;
        let n = document.items.len();
        let mut packed = Vec::new();
        let [mut x, mut anaphors, mut antecedents, mut new] = [const { Vec::new() }; 4];
        scorer.project.apply::<ROWS, COLUMNS>(vectors, &mut packed, &mut x);
        rectify(&mut x);
        scorer.anaphor.apply::<ROWS, COLUMNS>(&x, &mut packed, &mut anaphors);
        scorer.antecedent.apply::<ROWS, COLUMNS>(&x, &mut packed, &mut antecedents);
        scorer.new.apply::<ROWS, COLUMNS>(&x, &mut packed, &mut new);
        let (inner, hidden) = (scorer.project.outputs, scorer.anaphor.outputs);
        let earlier: Vec<usize> = (0..n).map(|i| document.n_earlier(i)).collect();
        let mut entities = Entities::default();
        let mut links = Vec::with_capacity(n);
        let [mut products, mut differences, mut h, mut d, mut m] = [const { Vec::new() }; 5];
        for i in 0..n {
            let row = &mut new[i * hidden..(i + 1) * hidden];
            for r in document.single(i, &earlier) {
                scorer.single_rows.add(r, row);
            }
            rectify(row);
            let alone = dot(row, &scorer.new_out.0) + scorer.new_out.1;
            let candidates = document.antecedents(i);
            let between = document.between(i);
            products.clear();
            differences.clear();
            let xi = &x[i * inner..(i + 1) * inner];
            for j in &candidates {
                for (a, b) in xi.iter().zip(&x[j * inner..(j + 1) * inner]) {
                    products.push(a * b);
                    differences.push((a - b).abs());
                }
            }
            scorer.product.apply::<ROWS, COLUMNS>(&products, &mut packed, &mut h);
            scorer.difference.apply::<ROWS, COLUMNS>(&differences, &mut packed, &mut d);
            for (k, j) in candidates.iter().enumerate() {
                let row = &mut h[k * hidden..(k + 1) * hidden];
                add(row, &d[k * hidden..(k + 1) * hidden]);
                add(row, &anaphors[i * hidden..(i + 1) * hidden]);
                add(row, &antecedents[j * hidden..(j + 1) * hidden]);
                for r in document.pair(i, *j, &between, &earlier) {
                    scorer.pair_rows.add(r, row);
                }
                rectify(row);
            }
            scorer.middle.apply::<ROWS, COLUMNS>(&h, &mut packed, &mut m);
            rectify(&mut m);
            let mut scores = Vec::with_capacity(candidates.len());
            for (k, j) in candidates.iter().enumerate() {
                scores.push((dot(&m[k * hidden..(k + 1) * hidden], &scorer.out.0) + scorer.out.1, *j));
            }
            links.push(entities.link(document.items, i, scores, alone - scorer.offset));
        }
        links
    }
}

#[inline(always)]
fn rectify(row: &mut [f32]) {
    for v in row {
        *v = if *v > 0.0 { *v } else { 0.0 };
    }
}

#[inline(always)]
fn add(row: &mut [f32], other: &[f32]) {
    for (r, o) in row.iter_mut().zip(other) {
        *r += o;
    }
}

/// The entities so far.
#[derive(Default)]
struct Entities {
    /// For each mention, the first of its entity.
    first: Vec<usize>,
    /// For each first mention, all of the entity.
    members: Vec<Vec<usize>>,
}

impl Entities {
    /// Adds mention `i`: to the entity of its best antecedent that it is not at odds with, if that
    /// scores above `alone`. Of equal antecedents the nearest wins.
    fn link(&mut self, items: &[Attributes], i: usize, mut scores: Vec<(f32, usize)>, alone: f32) -> Link {
        self.first.push(i);
        self.members.push(vec![i]);
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        let fits = |j: usize| !at_odds(items, &self.members[self.first[j]], i);
        let Some((score, j)) = scores.into_iter().find(|(_, j)| fits(*j)) else {
            return Link { antecedent: None, margin: f32::NEG_INFINITY };
        };
        let margin = score - alone;
        if margin > 0.0 {
            let entity = self.first[j];
            self.first[i] = entity;
            self.members[entity].push(i);
        }
        Link { antecedent: (margin > 0.0).then_some(j), margin }
    }
}

/// Mention `i` cannot join the entity: all its known genders differ, or it is a person and shares no
/// word with any of the entity's names of persons.
fn at_odds(items: &[Attributes], entity: &[usize], i: usize) -> bool {
    let a = &items[i];
    let mut known = entity.iter().map(|k| items[*k].gender).filter(|g| *g > 0).peekable();
    if a.gender > 0 && known.peek().is_some() && known.all(|g| g != a.gender) {
        return true;
    }
    if a.name.is_empty() || !a.is_person {
        return false;
    }
    let named = |k: &&usize| items[**k].is_person && !items[**k].name.is_empty();
    let mut names = entity.iter().filter(named).map(|k| &items[*k].name).peekable();
    names.peek().is_some() && names.all(|name| !a.name.iter().any(|w| name.contains(w)))
}
