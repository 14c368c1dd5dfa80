//! Verbs of saying that say nothing of what stands beside them: by which somebody is named, a thing decided or not given.

use std::ops::Range;

use casebook_model::Upos;

use super::Finder;

impl Finder<'_, '_> {
    /// "a man called Lobo, who kept the card", "a man said to be near death": a participle by which somebody is named or described.
    pub(super) fn describes(&self, verb: usize) -> bool {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        let word = &doc.words[verb];
        let bare = word.rel.starts_with("acl") && doc.kid(verb, &["nsubj", "nsubj:pass"]).is_none();
        let end = doc.sentence(verb).tokens.end;
        let to_be =
            verb + 2 < end && doc.words[verb + 1].form == g.to && [g.be, g.have].contains(&doc.words[verb + 2].form);
        bare && doc.packs.cues.naming.contains(&word.lemma) || to_be && doc.packs.listed("said_to_be", word.form)
    }

    /// "rejects his arguments and tried to deport him", "deny that they deported him, saying that he left": what is joined to a verb of
    /// denying a thing, and what is said beside it, is not denied.
    pub(super) fn denied_only(&self, verb: usize, content: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let doc = self.doc;
        let thing = doc.kid(verb, &["obj"]).is_some() && doc.kid(verb, &["ccomp", "xcomp"]).is_none();
        let says = |k: usize| doc.words[k].rel == "advcl" && doc.packs.cues.reporting(doc.words[k].lemma).is_some();
        let apart = |k: &usize| *k > verb && (thing && doc.words[*k].rel == "conj" || says(*k));
        let beside = doc.kids(verb).iter().copied().filter(apart).map(|k| doc.subtree(k).start);
        let Some(end) = beside.min() else { return content };
        cut(content, end)
    }

    /// "Commanders told the family that he had deserted, his wife said": who reports it stands outside what is reported.
    pub(super) fn before_teller(&self, verb: usize, content: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let told = self.doc.words[verb].head.filter(|up| *up > verb && self.doc.words[verb].rel == "ccomp");
        if told.is_some() { cut(content, self.doc.subtree(verb).end) } else { content }
    }

    /// "The court dismissed the appeal": a decision, and no denial.
    pub(super) fn decides(&self, verb: usize) -> bool {
        let thing = |t: usize| {
            let word = &self.doc.words[t];
            let decided = |t: usize| self.doc.packs.listed("decided_thing", self.doc.words[t].lemma);
            // "rejected her asylum claim"
            let kind = self.doc.kids(t).iter().any(|k| self.doc.words[*k].rel == "compound" && decided(*k));
            word.upos == Upos::Noun && (decided(t) || kind)
        };
        self.doc.patient(verb).is_some_and(thing)
    }

    /// "denied them medical treatment": something not given, and no denial.
    pub(super) fn withholds(&self, verb: usize) -> bool {
        let doc = self.doc;
        let right_behind = |k: &usize| *k == verb + 1 && doc.words[*k].upos == Upos::Pron;
        let given = |k: usize| doc.words[k].rel == "iobj" || doc.words[k].rel == "obj" && right_behind(&k);
        doc.kids(verb).iter().any(|k| given(*k))
    }
}

/// What of some ranges lies before `end`.
fn cut(ranges: Vec<Range<usize>>, end: usize) -> Vec<Range<usize>> {
    ranges.into_iter().map(|r| r.start.min(end)..r.end.min(end)).filter(|r| !r.is_empty()).collect()
}
