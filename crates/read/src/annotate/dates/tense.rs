//! Which way the clause of a date looks: what "on Friday" and "in March" are searched by.

use casebook_model::Upos;

use super::Scan;

/// Where the event of a clause lies, as its verb says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    Past,
    Future,
    /// A present, or no verb at all.
    Open,
}

impl Scan<'_, '_> {
    /// The outlook of the clause that a token stands in.
    pub fn outlook(&self, at: usize) -> Outlook {
        let Some(verb) = self.predicate(at) else { return Outlook::Open };
        let doc = self.doc;
        let g = &doc.packs.grammar;
        let word = &doc.words[verb];
        let ahead = |t: usize| {
            let w = &doc.words[t];
            doc.packs.time.ahead.contains(&w.lemma) || doc.packs.time.ahead.contains(&w.as_verb)
        };
        let auxiliaries: Vec<usize> = doc
            .kids(verb)
            .iter()
            .copied()
            .filter(|k| matches!(doc.words[*k].rel, "aux" | "aux:pass" | "cop"))
            .collect();
        let any = |words: &[casebook_packs::WordId]| auxiliaries.iter().any(|k| words.contains(&doc.words[*k].form));
        let short = |end: &str| auxiliaries.iter().any(|k| doc.form(*k).trim_start_matches(['\'', '’']) == end);
        // "plans to open", "is to be held", "figures to be published".
        let to = doc.kids(verb).iter().copied().find(|k| doc.words[*k].rel == "mark" && doc.words[*k].form == g.to);
        let infinitive = to.is_some() && (word.form == word.lemma || any(&[g.be]));
        let is_to = to.is_some_and(|t| [g.is, g.are].iter().any(|w| self.before(t, *w)));
        let of_noun = infinitive && word.rel == "acl";
        if infinitive && (is_to || of_noun) {
            return Outlook::Future;
        }
        if any(&[g.will, g.shall, g.should, g.must]) || short("ll") || short("wo") {
            return Outlook::Future;
        }
        if ahead(verb) || (infinitive && word.head.is_some_and(ahead)) {
            return Outlook::Future;
        }
        if any(&[g.was, g.were, g.did, g.had, g.has, g.have]) || short("ve") || short("d") {
            return Outlook::Past;
        }
        if infinitive {
            return word.head.map_or(Outlook::Open, |up| self.plain_past(up));
        }
        if any(&[g.is, g.are, g.would, g.may, g.can, g.could, g.might]) || short("s") || short("re") {
            return Outlook::Open;
        }
        self.plain_past(verb)
    }

    /// A verb form that is past by itself ("said", "arrested").
    fn plain_past(&self, verb: usize) -> Outlook {
        let word = &self.doc.words[verb];
        let form = self.doc.form(verb);
        let changed = word.form != word.as_verb && word.form != word.lemma;
        let past =
            matches!(word.upos, Upos::Verb | Upos::Aux) && changed && !form.ends_with("ing") && !form.ends_with('s');
        let was = [self.doc.packs.grammar.was, self.doc.packs.grammar.were].contains(&word.form);
        if past || was { Outlook::Past } else { Outlook::Open }
    }

    /// The nearest verb or copular predicate above a token; without one, the first verb of the sentence.
    fn predicate(&self, at: usize) -> Option<usize> {
        let mut up = Some(at);
        for _ in 0..16 {
            let Some(t) = up else { break };
            let word = &self.doc.words[t];
            let verb = matches!(word.upos, Upos::Verb | Upos::Aux) && word.rel != "amod" && word.rel != "aux";
            if t != at && (verb || self.doc.kid(t, &["cop"]).is_some()) {
                return Some(t);
            }
            up = word.head;
        }
        self.doc.sentence(at).tokens.clone().find(|t| self.doc.words[*t].upos == Upos::Verb)
    }
}
