//! What is known of one mention. Rules: `training/coreference/FORMAT.md`, section 3.

use std::collections::BTreeSet;

use super::mentions::Mention;
use crate::encoder::weights::Weights;
use crate::file::Damaged;
use crate::parsed::Parsed;
use crate::{Name, Upos, encoder};

/// Grammatical gender of a given name, as far as lists of names tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// Given to men.
    Male,
    /// Given to women.
    Female,
}

/// Kinds of mention, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coarse {
    /// A pronoun or a word used like one.
    Pronoun,
    /// A name.
    Name,
    /// Any other phrase.
    Nominal,
}

/// Word lists and value lists of the model file.
pub struct Lists {
    pub classes: Vec<String>,
    pub roles: Vec<String>,
    pub types: Vec<String>,
    /// Class of a pronoun, by form.
    pronouns: Vec<(String, String)>,
    male: BTreeSet<String>,
    female: BTreeSet<String>,
    plurals: BTreeSet<String>,
    stop: BTreeSet<String>,
}

impl Lists {
    pub fn load(weights: &Weights<'_>) -> Result<Lists, Damaged> {
        let set = |name: &str| Ok(weights.parsed::<String>(name)?.into_iter().collect());
        let mut pronouns = Vec::new();
        for line in weights.list("pronouns")? {
            let (class, forms) =
                line.split_once('\t').ok_or_else(|| Damaged("a line of pronouns does not parse".into()))?;
            pronouns.extend(forms.split(' ').map(|f| (f.to_string(), class.to_string())));
        }
        Ok(Lists {
            classes: weights.parsed("classes")?,
            roles: weights.parsed("roles")?,
            types: weights.parsed("types")?,
            pronouns,
            male: set("male")?,
            female: set("female")?,
            plurals: set("plurals")?,
            stop: set("stop")?,
        })
    }

    fn pronoun_class(&self, form: &str) -> Option<&str> {
        self.pronouns.iter().find(|(f, _)| f == form).map(|(_, class)| class.as_str())
    }
}

/// Everything the features look at. Numbers are indices into the model's lists.
#[derive(Clone, Debug)]
pub struct Attributes {
    pub mention: Mention,
    /// Head word in lower case, straight apostrophes.
    pub form: String,
    pub class: usize,
    pub coarse: Coarse,
    pub kind: usize,
    pub is_person: bool,
    pub role: usize,
    /// Words without articles, titles and marks.
    pub content: Vec<String>,
    /// The same up to the head.
    pub close: Vec<String>,
    pub name: Vec<String>,
    /// What equal mentions share: last name word of names, lemma of others.
    pub id: String,
    /// 0 unknown, 1 singular, 2 plural.
    pub number: usize,
    /// 0 unknown, 1 male, 2 female, 3 neuter.
    pub gender: usize,
    pub quoted: bool,
    /// 1 subject of a cue, 2 "according to", 0 neither.
    pub cue: usize,
    pub governor: Option<usize>,
    pub is_nmod: bool,
    /// Who speaks the sentence, where a transcript says so.
    pub speaker: Option<usize>,
}

/// From this probability on a word is the cue of an attribution.
const CUE: f32 = 0.5;
/// A quotation that is never closed ends after this many words.
const LONGEST_QUOTATION: usize = 250;

/// For each sentence and word: does it stand in a quotation?
pub fn quoted(sentences: &[Parsed<'_>]) -> Vec<Vec<bool>> {
    let (mut inside, mut age) = (false, 0);
    let mut state = |word: &str| {
        age += 1;
        match word {
            "“" | "``" => (inside, age) = (true, 0),
            "”" | "''" => inside = false,
            "\"" => (inside, age) = (!inside, 0),
            _ => {}
        }
        inside &= age <= LONGEST_QUOTATION;
        inside
    };
    sentences.iter().map(|s| s.forms.iter().map(|w| state(w)).collect()).collect()
}

/// One mention with what surrounds it, while its attributes are worked out.
pub struct View<'a> {
    pub lists: &'a Lists,
    pub s: &'a Parsed<'a>,
    /// Words in lower case, straight apostrophes.
    pub words: &'a [String],
    pub genders: &'a dyn Fn(&str) -> Option<Gender>,
    pub m: Mention,
}

impl View<'_> {
    pub fn attributes(&self, quoted: bool, speaker: Option<usize>) -> Attributes {
        let (s, m) = (self.s, self.m);
        let form = self.words[m.head].clone();
        let class = self.class(&form);
        let index = |list: &[String], value: &str| list.iter().position(|v| v == value);
        let class_index = index(&self.lists.classes, class).unwrap_or(0);
        let other = index(&self.lists.classes, "other-pronoun").unwrap_or(0);
        let coarse = match class {
            "name" => Coarse::Name,
            _ if class_index <= other => Coarse::Pronoun,
            _ => Coarse::Nominal,
        };
        let kind = s.analysis.mentions[m.head];
        let role = index(&self.lists.roles, s.relation(m.head)).or_else(|| index(&self.lists.roles, s.base(m.head)));
        let key = s.lemma(m.head);
        let last = if coarse == Coarse::Name { self.last_name_word() } else { m.head };
        let name = self.name(coarse, last, &form);
        let number = self.number(class, coarse, &form);
        let gender = self.gender(class, coarse, &form, &key, &name);
        Attributes {
            mention: m,
            class: class_index,
            coarse,
            kind: index(&self.lists.types, kind.map_or("none", encoder::Mention::name)).unwrap_or(0),
            is_person: kind == Some(encoder::Mention::Person),
            role: role.or_else(|| index(&self.lists.roles, "other")).unwrap_or(0),
            content: self.content(m.start..m.end),
            close: self.content(m.start..last + 1),
            id: if coarse == Coarse::Name { name.last().cloned().unwrap_or_default() } else { key },
            name,
            number,
            gender,
            quoted,
            cue: self.cue(),
            governor: s.head(m.head),
            is_nmod: s.base(m.head) == "nmod",
            speaker,
            form,
        }
    }

    fn class(&self, form: &str) -> &str {
        let (s, m) = (self.s, self.m);
        let tag = s.upos(m.head);
        let pronominal = matches!(tag, Upos::Pron | Upos::Det | Upos::Adv);
        if let Some(class) = self.lists.pronoun_class(form).filter(|_| pronominal) {
            return if form.ends_with("self") || form.ends_with("selves") { "reflexive" } else { class };
        }
        if pronominal {
            return "other-pronoun";
        }
        if self.is_name_word(m.head) {
            return "name";
        }
        match self.words[m.start].as_str() {
            "the" => "definite",
            "this" | "that" | "these" | "those" => "demonstrative",
            _ if s.kids[m.head].iter().any(|k| s.relation(*k) == "nmod:poss") => "possessive",
            "a" | "an" | "some" | "any" | "no" | "every" | "each" | "another" => "indefinite",
            _ => "bare",
        }
    }

    fn is_name_word(&self, w: usize) -> bool {
        self.s.upos(w) == Upos::Propn || self.s.analysis.words[w].name.kind().is_some()
    }

    /// Does the word go on with the name whose words before it hang on `head`?
    fn continues(&self, w: usize, head: Option<usize>) -> bool {
        let s = self.s;
        let inside = matches!(s.analysis.words[w].name, Name::Inside(_));
        let flat = s.base(w) == "flat" && head.is_none_or(|h| s.head(w) == Some(h));
        s.upos(w) == Upos::Propn && (inside || flat)
    }

    fn last_name_word(&self) -> usize {
        let mut last = self.m.head;
        while last + 1 < self.m.end && self.continues(last + 1, Some(self.m.head)) {
            last += 1;
        }
        last
    }

    fn content(&self, range: std::ops::Range<usize>) -> Vec<String> {
        let kept = |w: &usize| self.s.upos(*w) != Upos::Punct && !self.lists.stop.contains(&self.words[*w]);
        range.filter(kept).map(|w| self.words[w].clone()).collect()
    }

    fn without_stop(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = usize> {
        range.filter(|w| !self.lists.stop.contains(&self.words[*w]))
    }

    fn name(&self, coarse: Coarse, last: usize, form: &str) -> Vec<String> {
        let m = self.m;
        if coarse == Coarse::Name {
            let proper: Vec<String> = self
                .without_stop(m.start..last + 1)
                .filter(|w| self.is_name_word(*w))
                .map(|w| self.words[w].clone())
                .collect();
            return if proper.is_empty() { vec![form.to_string()] } else { proper };
        }
        if coarse == Coarse::Pronoun || m.whole {
            return Vec::new();
        }
        self.inner_name().map_or_else(Vec::new, |run| self.without_stop(run).map(|w| self.words[w].clone()).collect())
    }

    /// Name words of a nominal that holds a name: "student Ilse Brandt", "its chairman, Tomas Weld".
    fn inner_name(&self) -> Option<std::ops::Range<usize>> {
        let (s, m) = (self.s, self.m);
        let named =
            |k: &usize| (m.start..m.end).contains(k) && matches!(s.base(*k), "appos" | "flat") && self.is_name_word(*k);
        let k = s.kids[m.head].iter().copied().find(named)?;
        let (mut start, mut end) = (k, k + 1);
        while end < m.end && self.continues(end, None) {
            end += 1;
        }
        while start > m.start && start - 1 != m.head && s.upos(start - 1) == Upos::Propn && s.head(start - 1) == Some(k)
        {
            start -= 1;
        }
        Some(start..end)
    }

    fn number(&self, class: &str, coarse: Coarse, form: &str) -> usize {
        let lemma_differs = self.s.lemma(self.m.head) != form;
        let plural = |yes: bool| if yes { 2 } else { 1 };
        match (class, form) {
            _ if self.m.whole => 2,
            ("we" | "they", _) | (_, "these" | "those" | "themselves" | "ourselves") => 2,
            ("i" | "he" | "she" | "it" | "reflexive", _) | (_, "this" | "that") => 1,
            _ if coarse == Coarse::Pronoun => 0,
            _ if self.lists.plurals.contains(form) => 2,
            _ if coarse == Coarse::Name => plural(form.ends_with('s') && lemma_differs),
            _ if self.s.upos(self.m.head) == Upos::Noun => {
                plural(lemma_differs && ["s", "men", "ren"].iter().any(|end| form.ends_with(end)))
            }
            _ => 0,
        }
    }

    fn gender(&self, class: &str, coarse: Coarse, form: &str, key: &str, name: &[String]) -> usize {
        match (class, form) {
            ("he", _) | (_, "himself") => return 1,
            ("she", _) | (_, "herself") => return 2,
            ("it", _) | (_, "itself") => return 3,
            _ if coarse == Coarse::Pronoun || self.m.whole => return 0,
            _ => {}
        }
        let listed = |list: &BTreeSet<String>| list.contains(form) || list.contains(key);
        if listed(&self.lists.male) {
            return 1;
        }
        if listed(&self.lists.female) {
            return 2;
        }
        let kind = self.s.analysis.mentions[self.m.head];
        if kind == Some(encoder::Mention::Person)
            && let Some(given) = name.first()
        {
            let around = &self.words[self.m.start.saturating_sub(1)..self.m.end];
            let title = |list: &[&str]| around.iter().any(|w| list.contains(&w.as_str()));
            if title(&["mr", "mr.", "sir", "lord", "king", "prince"]) {
                return 1;
            }
            if title(&["mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen", "princess"]) {
                return 2;
            }
            match (self.genders)(given) {
                Some(Gender::Male) => return 1,
                Some(Gender::Female) => return 2,
                None => {}
            }
        }
        match kind {
            None | Some(encoder::Mention::Person | encoder::Mention::Animal) => 0,
            Some(_) => 3,
        }
    }

    fn cue(&self) -> usize {
        let (s, head) = (self.s, self.m.head);
        let is_cue = |w: usize| s.analysis.cues[w] >= CUE;
        if s.base(head) == "nsubj" && s.head(head).is_some_and(is_cue) {
            return 1;
        }
        2 * usize::from(s.kids[head].iter().any(|k| s.low[*k] == "according" || is_cue(*k)))
    }
}
