//! What is said with a reporting verb: the quotation, the clause after it, or the clause before it.

use std::ops::Range;

use casebook_model::Upos;

use super::Finder;
use crate::people::Kind;

/// Where the words of an act of saying stand in their sentence.
struct Place {
    sentence: Range<usize>,
    /// Where the words for who says it begin.
    start: usize,
    /// Behind the verb, and whoever listens.
    end: usize,
    /// Behind the verb.
    said_from: usize,
    /// The speaker stands behind the verb.
    inverted: bool,
    /// The verb names whoever listens.
    listener: bool,
}

impl Finder<'_, '_> {
    /// Token ranges of what is said with a verb; none of them where the verb says it of a quotation that stands elsewhere.
    pub(super) fn content(
        &self,
        verb: usize,
        subject: Range<usize>,
        inverted: bool,
        listener: bool,
    ) -> Option<Vec<Range<usize>>> {
        let place = self.place(verb, &subject, inverted, listener);
        let Place { sentence, end, .. } = &place;
        // Beside a reporting verb the marks alone make a quotation, whatever the tagger sees in it.
        let quoted: Vec<Range<usize>> = self
            .quotes
            .iter()
            .filter(|q| (q.speech || q.tokens.len() > 4) && q.overlaps(sentence) && !q.tokens.contains(&verb))
            .map(|q| q.tokens.clone())
            .collect();
        let left = self.left(verb, &place, subject.end);
        let right = self.right(verb, &place, &quoted, left.as_ref());
        let rest = left.as_ref().filter(|_| quoted.is_empty()).and_then(|_| self.goes_on(verb, *end, sentence));
        let mut content = quoted;
        content.extend(rest);
        // "He went and, she says, came back": what stands before the "and" is not hers.
        let left = left.filter(|l| right.is_none() || self.doc.words[l.end - 1].upos != Upos::Cconj);
        match (left, right) {
            (None, None) => content.extend(self.on_both_sides(verb, &place)),
            (Some(left), Some(right)) if self.parenthetical(*end) || self.breaks(*end) => content.extend([left, right]),
            (Some(left), None) => content.push(left),
            (Some(left), Some(_)) if inverted => content.push(left),
            (_, Some(right)) if !inverted || self.parenthetical(*end) => content.push(right),
            _ => {}
        }
        // "Silva said at the landing.": nothing is said here, but a quotation beside it may be hers.
        let beside = || self.right_content(verb, place.said_from, listener, sentence).is_some();
        (!content.is_empty() || beside()).then_some(content)
    }

    fn place(&self, verb: usize, subject: &Range<usize>, inverted: bool, listener: bool) -> Place {
        let sentence = self.doc.sentence(verb).tokens.clone();
        // A speaker whom a line above names stands in no word of this sentence.
        let named_from = self.described_start(subject, &sentence);
        let start = if inverted { verb } else { named_from.clamp(sentence.start, verb) };
        // "points out": the particle is the verb's.
        let particle = self.doc.kid(verb, &["compound:prt"]).filter(|k| *k == verb + 1);
        let said_from = if inverted { subject.end } else { particle.unwrap_or(verb) + 1 };
        // "…, he told the paper, …": the one who listens stands inside.
        let set_off = |end: &usize| *end < sentence.end && matches!(self.doc.form(*end), "," | ";");
        let heard = self.listener(verb, said_from).filter(|end| listener && set_off(end));
        Place { sentence, start, end: heard.unwrap_or(said_from), said_from, inverted, listener }
    }

    /// The clause before the verb, if it is what is said.
    fn left(&self, verb: usize, place: &Place, subject_end: usize) -> Option<Range<usize>> {
        // "She says he beat her, told her to leave": what shares its subject with the verb before says what follows.
        let acts = |t: usize| matches!(self.doc.words[t].upos, Upos::Verb);
        let shares = self.doc.words[verb].rel == "conj" && (subject_end..verb).any(acts);
        let left = self.left_content(place.start, &place.sentence, place.inverted);
        // "Since he was arrested, his brother has said little"
        let when = |l: &Range<usize>| !self.says(verb, l) && self.time_of(verb, l);
        left.filter(|l| place.inverted || !shares && !when(l))
    }

    /// The words behind the verb, if they are what is said.
    fn right(
        &self,
        verb: usize,
        place: &Place,
        quoted: &[Range<usize>],
        left: Option<&Range<usize>>,
    ) -> Option<Range<usize>> {
        let doc = self.doc;
        let right = self.right_content(verb, place.said_from, place.listener, &place.sentence)?;
        if self.says(verb, &right) || self.quote_in(&right) {
            return Some(right);
        }
        let open = place.start == place.sentence.start || doc.form(place.start - 1) != ",";
        let aside = self.time_of(verb, &right) || open && self.adjunct(&right);
        // "“…,” she told us in the room where she lives": the room is the reporter's.
        let told = quoted.iter().any(|q| q.end <= place.start && place.start - q.end <= 2);
        // "…, police said on Monday": where the clause stands before, what follows says when or how.
        let goes_on = self.breaks(place.end) || right.clone().any(|t| doc.form(t) == ",");
        let said = !goes_on && left.is_some_and(|l| self.says(verb, l) || self.inserted_in(verb, l));
        (!aside && !told && !said).then_some(right)
    }

    /// "Ana Silva, police said, was arrested": what stands before the first comma and behind the second.
    fn on_both_sides(&self, verb: usize, place: &Place) -> Vec<Range<usize>> {
        let doc = self.doc;
        let own = doc.kid(verb, &["nsubj"]).is_some() || doc.form(verb).ends_with("ing");
        let beside = doc.words[verb].rel == "parataxis" || self.says(verb, &place.sentence) || !own;
        let inserted = beside && !place.inverted && self.parenthetical(place.end);
        let comma = place.start.checked_sub(1).filter(|t| inserted && doc.form(*t) == ",");
        // "She was held in Lima, where, police said, she …": the clause that it is set into, and not what stands above.
        let clause = doc.words[verb].head.filter(|h| ["acl:relcl", "advcl"].contains(&doc.words[*h].rel));
        let start = clause.map_or(place.sentence.start, |h| doc.subtree(h).start);
        let sides = |comma: usize| {
            let both = [start.min(comma)..comma, place.end + 1..place.sentence.end];
            both.into_iter().filter(|r| !r.is_empty()).collect()
        };
        comma.map_or_else(Vec::new, sides)
    }

    /// Where the speaker's phrase begins: "his lawyer Ana Silva" before the name.
    fn described_start(&self, subject: &Range<usize>, sentence: &Range<usize>) -> usize {
        let belongs = |t: usize, start: usize| {
            let word = &self.doc.words[t];
            word.upos != Upos::Punct && word.head.is_some_and(|h| h > t && h >= start && h < subject.end)
        };
        let mut start = subject.start;
        while start > sentence.start && belongs(start - 1, start) {
            start -= 1;
        }
        start
    }

    /// What is said goes on behind "…, he says,": the rest of the sentence, unless it tells how he said it.
    fn goes_on(&self, verb: usize, cue_end: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let rest = cue_end + 1..sentence.end;
        // "…, he said, wiping his hands": how he said it; but ", because the mill had closed" is said.
        let marked = |t: usize| self.doc.kid(t, &["mark"]).is_some();
        let of_saying = |t: usize| {
            let word = &self.doc.words[t];
            let manner = ["conj", "advcl", "obl", "xcomp"].iter().any(|r| word.rel.starts_with(r));
            word.head == Some(verb) && manner && !(word.rel == "advcl" && marked(t))
        };
        let words = rest.clone().filter(|t| self.doc.words[*t].upos != Upos::Punct).count();
        (self.parenthetical(cue_end) && words >= 2 && !rest.clone().any(of_saying)).then_some(rest)
    }

    /// Does a quotation begin in a range?
    fn quote_in(&self, range: &Range<usize>) -> bool {
        self.quotes.iter().any(|q| range.contains(&q.tokens.start))
    }

    /// Does the verb have a clause of what is said in a range?
    fn says(&self, verb: usize, range: &Range<usize>) -> bool {
        let clause = |t: usize| self.doc.words[t].head == Some(verb) && self.doc.words[t].rel == "ccomp";
        range.clone().any(clause)
    }

    /// Does a range begin with a clause that says when or why something was said?
    fn time_of(&self, verb: usize, range: &Range<usize>) -> bool {
        let doc = self.doc;
        let clause = |t: usize| doc.words[t].head == Some(verb) && doc.words[t].rel == "advcl";
        range.clone().find(|t| clause(*t)).is_some_and(|t| doc.subtree(t).start == range.start)
    }

    /// "replied to questions", "wrote to the court": where and to whom, and nothing that is said.
    fn adjunct(&self, range: &Range<usize>) -> bool {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        let led =
            [g.to, g.on, g.at, g.in_, g.by, g.from, g.for_, g.with, g.during].contains(&doc.words[range.start].form);
        let says = |t: usize| doc.form(t) == ":" || doc.words[t].form == g.that && doc.words[t].rel != "det";
        led && doc.words[range.start].upos == Upos::Adp && !range.clone().any(says)
    }

    /// Is the verb beside the clause that it says, by the tree?
    fn inserted_in(&self, verb: usize, range: &Range<usize>) -> bool {
        let word = &self.doc.words[verb];
        word.rel == "parataxis" && word.head.is_some_and(|h| range.contains(&h))
    }

    /// ", she said," in the middle of what is said.
    fn parenthetical(&self, cue_end: usize) -> bool {
        cue_end < self.doc.words.len() && self.doc.form(cue_end) == ","
    }

    /// The token behind whoever a verb says is told, where they stand right behind it.
    fn listener(&self, verb: usize, at: usize) -> Option<usize> {
        let doc = self.doc;
        let kid = doc.kids(verb).iter().copied().find(|k| *k >= at && matches!(doc.words[*k].rel, "obj" | "iobj"))?;
        let phrase = doc.noun_phrase(kid);
        (phrase.start <= at + 1 && phrase.end < doc.sentence(verb).tokens.end).then_some(phrase.end)
    }

    /// "…, she said; she knew": a new clause of what is said.
    fn breaks(&self, cue_end: usize) -> bool {
        cue_end < self.doc.words.len() && matches!(self.doc.form(cue_end), ";" | ":")
    }

    /// The clause before the cue, when it closes with a comma and has a verb.
    fn left_content(&self, cue_start: usize, sentence: &Range<usize>, inverted: bool) -> Option<Range<usize>> {
        let comma = cue_start.checked_sub(1).filter(|t| *t > sentence.start)?;
        let mark = if matches!(self.doc.form(comma), "\"" | "”") { comma - 1 } else { comma };
        if !matches!(self.doc.form(mark), "," | "—" | "--" | "?" | "!") {
            return None;
        }
        let start = (sentence.start..mark)
            .rev()
            .find(|t| matches!(self.doc.form(*t), ";" | ":"))
            .map_or(sentence.start, |t| t + 1);
        let verb = inverted || (start..mark).any(|t| matches!(self.doc.words[t].upos, Upos::Verb | Upos::Aux));
        verb.then_some(start..mark)
    }

    /// The clause after the cue: past the listener, "that" and marks, to the end of the sentence,
    /// or of the relative clause that the verb stands in.
    fn right_content(
        &self,
        verb: usize,
        cue_end: usize,
        listener: bool,
        sentence: &Range<usize>,
    ) -> Option<Range<usize>> {
        let doc = self.doc;
        let mut at = cue_end;
        if at < sentence.end && doc.form(at) == "," && !self.quote_follows(at) {
            return None;
        }
        // "which he denies and has not answered": what else he does is not denied.
        let joined = |t: usize| doc.words[t].rel == "conj" && doc.words[t].head == Some(verb);
        if at < sentence.end && doc.words[at].upos == Upos::Cconj && doc.words[at].head.is_some_and(joined) {
            return None;
        }
        if listener && let Some(m) = self.people.starting(at).next() {
            at = m.tokens.end;
        } else if listener && let Some((_, tokens)) = self.body_at(at) {
            at = tokens.end;
        }
        let end = self.right_end(verb, at, sentence);
        let words = (at..end).filter(|t| doc.words[*t].upos != Upos::Punct).count();
        (words >= 2).then_some(at..end)
    }

    fn quote_follows(&self, at: usize) -> bool {
        matches!(self.doc.words.get(at + 1).map(|_| self.doc.form(at + 1)), Some("\"" | "“" | "'" | "‘"))
    }

    fn right_end(&self, verb: usize, at: usize, sentence: &Range<usize>) -> usize {
        let doc = self.doc;
        let relative = doc.words[verb].rel == "acl:relcl"
            || (verb > sentence.start
                && [doc.packs.grammar.who, doc.packs.grammar.which].contains(&doc.words[verb - 1].form));
        if relative {
            return doc.clause_end(at.min(sentence.end - 1)).max(at);
        }
        // A second speaker in the same sentence ends the first one's words ("…, but the ministry denied"), and so does what
        // the report sets against them ("did not say why, but the paper has learnt …").
        let other = |t: usize| {
            let beside = |c: usize| doc.words[c].head == Some(verb) && doc.kid(c, &["nsubj", "nsubj:pass"]).is_some();
            let clause = doc.words[t].head.filter(|c| doc.words[*c].rel == "conj" && beside(*c));
            clause.is_some() && doc.packs.listed("adversative", doc.words[t].form)
        };
        let joins = |t: usize| {
            let while_ = doc.words[t].upos == Upos::Sconj && doc.packs.listed("meanwhile", doc.words[t].form);
            doc.words[t].upos == Upos::Cconj || while_ || doc.form(t) == ";"
        };
        let next = (at..sentence.end).find(|t| {
            *t > at
                && joins(*t)
                && (other(*t) || doc.words.get(*t + 1).is_some_and(|_| self.second_cue(*t + 1, sentence.end)))
        });
        next.unwrap_or(sentence.end)
    }

    /// Does a new speaker with a reporting verb begin within the next few tokens?
    fn second_cue(&self, at: usize, end: usize) -> bool {
        let reporting = |t: usize| {
            self.doc.words[t].upos == Upos::Verb && self.doc.packs.cues.reporting(self.doc.words[t].lemma).is_some()
        };
        let mention = self.people.starting(at).find(|m| !matches!(m.kind, Kind::Pronoun(_)));
        mention.is_some_and(|m| (m.tokens.end..end.min(m.tokens.end + 2)).any(reporting))
            || (at..end.min(at + 2)).any(reporting)
    }
}
