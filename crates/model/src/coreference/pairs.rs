//! Features of a mention alone and of a pair: numbers of rows in two tables. Definitions:
//! `training/coreference/FORMAT.md`, section 4.

use super::attributes::{Attributes, Coarse, Lists};
use crate::encoder::math::dot;
use crate::encoder::weights::Weights;
use crate::file::Damaged;

/// Numbers per cosine and distance scale, and where the fields begin.
pub struct Fields {
    pub window: usize,
    n_classes: usize,
    n_roles: usize,
    n_types: usize,
    buckets: Vec<usize>,
    cosines: Vec<f32>,
    forms: Vec<String>,
    he_like: Vec<usize>,
    pair_starts: Vec<usize>,
    single_starts: Vec<usize>,
    /// Rows of the two tables.
    pub rows: [usize; 2],
}

impl Fields {
    pub fn load(weights: &Weights<'_>, lists: &Lists) -> Result<Fields, Damaged> {
        let (pair_starts, pair_rows) = weights.fields("pair_fields")?;
        let (single_starts, single_rows) = weights.fields("single_fields")?;
        if pair_starts.len() != N_PAIR_FIELDS || single_starts.len() != N_SINGLE_FIELDS {
            return Err(Damaged("the coreference scorer has other fields".into()));
        }
        let persons = ["i", "we", "you", "he", "she"];
        Ok(Fields {
            window: weights.value("window")?,
            n_classes: lists.classes.len(),
            n_roles: lists.roles.len(),
            n_types: lists.types.len(),
            buckets: weights.parsed("buckets")?,
            cosines: weights.parsed("cosines")?,
            forms: weights.parsed("forms")?,
            he_like: persons.iter().filter_map(|p| lists.classes.iter().position(|c| c == p)).collect(),
            pair_starts,
            single_starts,
            rows: [pair_rows, single_rows],
        })
    }

    /// Last bucket whose bound is not above the value.
    fn bucket(&self, value: usize) -> usize {
        self.buckets.iter().rposition(|b| *b <= value).unwrap_or(0)
    }

    fn cosine(&self, value: f32) -> usize {
        self.cosines.iter().rposition(|b| *b <= value).unwrap_or(0)
    }
}

const N_PAIR_FIELDS: usize = 25;
const N_SINGLE_FIELDS: usize = 15;
/// Ways in which names match: indices into the list `name_match` of the model file.
const N_NAME_MATCH: usize = 7;

/// The mentions of one document, ready to be compared.
pub struct Document<'a> {
    pub fields: &'a Fields,
    pub items: &'a [Attributes],
    /// Vectors of the heads and means over the spans, of length one.
    pub units: [Vec<Vec<f32>>; 2],
}

/// A vector of length one in the same direction.
pub fn unit(vector: &[f32]) -> Vec<f32> {
    let length = dot(vector, vector).sqrt();
    vector.iter().map(|v| v / length).collect()
}

impl Document<'_> {
    /// Antecedents that mention `i` may have, in order: near ones, and earlier ones with its name.
    pub fn antecedents(&self, i: usize) -> Vec<usize> {
        let near = i.saturating_sub(self.fields.window);
        let a = &self.items[i];
        let far = |j: &usize| {
            let b = &self.items[*j];
            a.coarse != Coarse::Pronoun && (a.id == b.id || a.name.iter().any(|w| b.name.contains(w)))
        };
        (0..near).filter(far).chain(near..i).collect()
    }

    /// Is the pair at odds in number (1) or in gender or kind (2)?
    fn clash(&self, a: &Attributes, b: &Attributes) -> usize {
        let differ = |x: usize, y: usize| x > 0 && y > 0 && x != y;
        let person = self.fields.he_like.contains(&a.class);
        let no_person = !b.is_person && b.kind > 0 && b.coarse != Coarse::Pronoun;
        if differ(a.gender, b.gender) || person && no_person { 2 } else { usize::from(differ(a.number, b.number)) }
    }

    /// For mention `i`, for each `j` before it, how many mentions between the two it might also be.
    pub fn between(&self, i: usize) -> Vec<usize> {
        let mut counts = vec![0; i];
        let mut n = 0;
        for j in (0..i).rev() {
            counts[j] = n;
            let b = &self.items[j];
            n += usize::from(b.coarse != Coarse::Pronoun && self.clash(&self.items[i], b) == 0);
        }
        counts
    }

    /// Number of mentions before `i` with its id.
    pub fn n_earlier(&self, i: usize) -> usize {
        self.items[..i].iter().filter(|b| b.id == self.items[i].id).count()
    }

    /// Rows of the pair table. `between`: of [`Document::between`]; `earlier`: of
    /// [`Document::n_earlier`] for every mention.
    #[inline(always)] // its cosines are to run on the machine's wide vectors
    pub fn pair(&self, i: usize, j: usize, between: &[usize], earlier: &[usize]) -> Vec<usize> {
        let f = self.fields;
        let (a, b) = (&self.items[i], &self.items[j]);
        let (c, r, t, nb, nc) = (f.n_classes, f.n_roles, f.n_types, f.buckets.len(), f.cosines.len());
        let (ca, cb) = (a.coarse as usize, b.coarse as usize);
        let cc = ca * 3 + cb;
        let same_id = a.id == b.id;
        let both_pronouns = a.coarse == Coarse::Pronoun && b.coarse == Coarse::Pronoun;
        let (quoted_a, quoted_b) = (usize::from(a.quoted), usize::from(b.quoted));
        let apart = a.mention.sentence.abs_diff(b.mention.sentence);
        let classes = a.class * c + b.class;
        let (agree, matched) = match a.name.is_empty() {
            true => (0, 0),
            false => (if a.kind == b.kind { 1 } else { 2 }, name_match(&a.name, &b.name)),
        };
        let values = [
            classes,
            a.kind * t + b.kind,
            a.class * t + b.kind,
            cc * 2 + usize::from(same_id),
            cc * 3 + if a.content == b.content { 2 } else { usize::from(a.close == b.close) },
            if both_pronouns { 1 + usize::from(a.form == b.form) } else { 0 },
            agree * N_NAME_MATCH + matched,
            ca * 9 + if same_id && cc >= 4 && cb > 0 { extra_words(a, b) } else { 8 },
            a.number * 3 + b.number,
            a.gender * 4 + b.gender,
            a.class * 3 + self.clash(a, b),
            a.role * r + b.role,
            a.class * nb + f.bucket(apart),
            ca * nb + f.bucket(i - j),
            ca * 6 + structure(a, b),
            a.class * nb + f.bucket(between[j]),
            classes * 4 + quoted_a * 2 + quoted_b,
            classes * 3 + speakers(a, b),
            (a.class * 2 + quoted_a) * 9 + b.cue * 3 + apart.min(2),
            ca * nb + f.bucket(earlier[j]),
            ca * nb + f.bucket(earlier[i]),
            usize::from(a.mention.whole) * 2 + usize::from(b.mention.whole),
            usize::from(a.is_nmod) * 2 + usize::from(b.is_nmod),
            cc * nc + f.cosine(dot(&self.units[0][i], &self.units[0][j])),
            cc * nc + f.cosine(dot(&self.units[1][i], &self.units[1][j])),
        ];
        values.iter().zip(&f.pair_starts).map(|(value, start)| value + start).collect()
    }

    /// Rows of the table of single mentions.
    pub fn single(&self, i: usize, earlier: &[usize]) -> Vec<usize> {
        let f = self.fields;
        let a = &self.items[i];
        let (r, t, nb) = (f.n_roles, f.n_types, f.buckets.len());
        let exact = self.items[..i].iter().any(|b| b.id == a.id && b.content == a.content);
        let later = self.items[i + 1..].iter().filter(|b| b.id == a.id).count();
        let form = f.forms.iter().position(|form| *form == a.form).filter(|_| a.coarse == Coarse::Pronoun);
        let co = a.coarse as usize;
        let values = [
            a.class,
            a.kind,
            a.class * t + a.kind,
            a.role,
            a.class * r + a.role,
            a.number,
            a.gender,
            f.bucket(a.mention.end - a.mention.start),
            usize::from(a.mention.whole),
            usize::from(a.quoted) * f.n_classes + a.class,
            f.bucket(a.mention.sentence),
            co * nb + f.bucket(earlier[i]),
            co * 3 + if exact { 2 } else { usize::from(earlier[i] > 0) },
            co * 3 + later.min(2),
            form.map_or(0, |form| form + 1),
        ];
        values.iter().zip(&f.single_starts).map(|(value, start)| value + start).collect()
    }
}

/// How two names match: an index into `name_match`.
fn name_match(a: &[String], b: &[String]) -> usize {
    let (Some(a_last), Some(b_last)) = (a.last(), b.last()) else { return 0 };
    let within = |x: &[String], y: &[String]| x.iter().all(|w| y.contains(w));
    if a == b {
        1
    } else if a_last == b_last {
        2
    } else if a[0] == b[0] {
        3
    } else if within(a, b) || within(b, a) {
        4
    } else if is_acronym(a, b) || is_acronym(b, a) {
        5
    } else if a.iter().any(|w| b.contains(w)) {
        6
    } else {
        0
    }
}

/// "un" for "united nations": one word, the first letters of the other's words.
fn is_acronym(short: &[String], long: &[String]) -> bool {
    let letters = || long.iter().filter_map(|w| w.chars().next());
    short.len() == 1 && long.len() > 1 && short[0].chars().filter(|c| *c != '.').eq(letters())
}

/// How many words each of two mentions has that the other lacks, two at most.
fn extra_words(a: &Attributes, b: &Attributes) -> usize {
    let lacking = |from: &[String], other: &[String]| {
        let mut words: Vec<&String> = from.iter().filter(|w| !other.contains(w)).collect();
        words.sort_unstable();
        words.dedup();
        words.len().min(2)
    };
    lacking(&a.close, &b.content) * 3 + lacking(&b.close, &a.close)
}

/// How the two stand to one another in the sentence.
fn structure(a: &Attributes, b: &Attributes) -> usize {
    let ((a_start, a_end), (b_start, b_end)) = (a.mention.span(), b.mention.span());
    let one = a.mention.sentence == b.mention.sentence;
    if b_start <= a_start && b_end >= a_end {
        1
    } else if a_start <= b_start && a_end >= b_end {
        2
    } else if one && a.governor.is_some() && a.governor == b.governor {
        3
    } else if one && (b.governor == Some(a.mention.head) || a.governor == Some(b.mention.head)) {
        4
    } else if one {
        5
    } else {
        0
    }
}

fn speakers(a: &Attributes, b: &Attributes) -> usize {
    match (a.speaker, b.speaker) {
        (Some(a), Some(b)) => {
            if a == b {
                1
            } else {
                2
            }
        }
        _ => 0,
    }
}
