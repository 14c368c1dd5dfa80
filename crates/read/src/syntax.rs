//! Grammar: who does what to whom, whatever the surface. Passives and relative clauses are
//! normalised, coordination shares its subject, control verbs hand theirs on.

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::WordId;

use crate::doc::Doc;

/// How far a walk up or down the tree may go; deeper trees are parser trouble.
pub(crate) const MAX_STEPS: usize = 24;

impl Doc<'_> {
    /// First dependent with one of these relations.
    #[must_use]
    pub fn kid(&self, token: usize, relations: &[&str]) -> Option<usize> {
        self.kids(token).iter().copied().find(|k| relations.contains(&self.words[*k].rel))
    }

    /// Is it a word of negation? "not less than 14 hours" bounds an amount, "not only" adds something.
    #[must_use]
    pub fn negates(&self, token: usize) -> bool {
        let g = &self.packs.grammar;
        let form = |t: usize| self.words.get(t).map(|w| w.form);
        let bounds = form(token + 2) == Some(g.than)
            && [g.less, g.fewer, g.more, g.later, g.earlier].iter().any(|w| form(token + 1) == Some(*w));
        // "not only": and more.
        let only = form(token + 1).is_some_and(|w| self.packs.listed("focus", w));
        self.packs.cues.negation.contains(&self.words[token].form) && !bounds && !only
    }

    /// Is the verb passive, or a participle that says what was done to its subject?
    #[must_use]
    pub fn passive(&self, verb: usize) -> bool {
        let word = &self.words[verb];
        if self.kid(verb, &["aux:pass", "nsubj:pass"]).is_some() {
            return true;
        }
        let own_subject = self.kid(verb, &["nsubj", "csubj"]).is_some();
        let helped = self.kid(verb, &["aux", "cop"]).is_some();
        let bare = !own_subject && !helped && self.participle(verb);
        // Participles taken for adjectives or nouns: "were arrested", "a man jailed under …".
        if !matches!(word.upos, Upos::Verb | Upos::Aux)
            && word.as_verb != word.lemma
            && !self.form(verb).ends_with("ing")
        {
            return true;
        }
        match word.rel {
            "acl" | "advcl" | "amod" | "appos" | "parataxis" | "xcomp" => bare && self.infinitive_mark(verb).is_none(),
            "root" => bare && self.kid(verb, &["obj"]).is_none() && self.kid(verb, &["obl:agent"]).is_some(),
            "conj" => bare && word.head.is_some_and(|h| self.passive(h) && !self.finite_with_object(verb)),
            _ => false,
        }
    }

    /// An -ed or irregular participle by its look: not -ing, not the base form.
    fn participle(&self, verb: usize) -> bool {
        let form = self.form(verb);
        !form.ends_with("ing")
            && (self.words[verb].form != self.words[verb].lemma || form.ends_with("ed"))
            && !form.ends_with('s')
    }

    /// The "to" of an infinitive.
    #[must_use]
    pub fn infinitive_mark(&self, verb: usize) -> Option<usize> {
        self.kids(verb).iter().copied().find(|k| self.words[*k].rel == "mark" && self.is(*k, self.packs.grammar.to))
    }

    /// Has a predicate an auxiliary or a copula of its own that tells a time ("was killed", "had died", "is stateless")?
    #[must_use]
    pub fn tensed(&self, predicate: usize) -> bool {
        let g = &self.packs.grammar;
        let helps = |k: usize| self.words[k].rel.starts_with("aux") || self.words[k].rel == "cop";
        let tense = |k: usize| [g.is, g.are, g.was, g.were, g.has, g.had, g.did].contains(&self.words[k].form);
        self.kids(predicate).iter().any(|k| helps(*k) && tense(*k))
    }

    /// Does this word lead the clause, as its mark ("that she left", "accused of leaving")?
    #[must_use]
    pub fn marked(&self, clause: usize, word: WordId) -> bool {
        self.kids(clause).iter().any(|k| self.words[*k].rel == "mark" && self.words[*k].form == word)
    }

    /// Is this the preposition of the noun?
    #[must_use]
    pub fn led_by(&self, noun: usize, preposition: WordId) -> bool {
        self.kids(noun).iter().any(|k| self.words[*k].rel == "case" && self.words[*k].form == preposition)
    }

    /// Is it a verb of taking or keeping what is somebody else's, in the active?
    #[must_use]
    pub fn takes(&self, verb: usize) -> bool {
        self.packs.listed("takes", self.words[verb].lemma) && !self.passive(verb)
    }

    fn finite_with_object(&self, verb: usize) -> bool {
        self.kid(verb, &["obj", "iobj"]).is_some()
    }

    /// Is the token a relative pronoun that stands for the noun before its clause?
    fn relative_pronoun(&self, token: usize) -> bool {
        let g = &self.packs.grammar;
        self.words[token].upos == Upos::Pron
            && [g.who, g.whom, g.which, g.that, g.whose].contains(&self.words[token].form)
    }

    /// Grammatical subject of a predicate, followed through relative clauses, coordination,
    /// control and participles. The result is the head token of a noun phrase.
    #[must_use]
    pub fn subject(&self, predicate: usize) -> Option<usize> {
        let mut at = predicate;
        for _ in 0..MAX_STEPS {
            // Of two that a tree gives ("Ana Silva, whose mother came …"), the one right before the predicate.
            let subjects = ["nsubj", "nsubj:pass", "nsubj:outer"];
            let subject = |k: &usize| *k < predicate && subjects.contains(&self.words[*k].rel);
            let nearest = self.taken_for_agent(at).or_else(|| self.kids(at).iter().copied().rfind(subject));
            if let Some(s) = nearest.or_else(|| self.kid(at, &subjects)) {
                return Some(self.behind_colon(self.meant(s, at), at));
            }
            let word = &self.words[at];
            let head = word.head?;
            at = match word.rel {
                "acl" | "acl:relcl" if self.nominal(head) => return Some(self.of_row(head, at)),
                // "Her cousin Ivo Lang, accused of theft, …": a participle that a tree takes for a noun set beside the name.
                "appos" if word.upos == Upos::Verb && self.nominal(head) => return Some(head),
                "xcomp" => match self.controller(head, at) {
                    Some(object) => return Some(object),
                    None => head,
                },
                // "recruited Ana Silva to fight"
                "advcl"
                    if self.infinitive_mark(at).is_some()
                        && self.packs.listed("sends_somebody", self.words[head].lemma) =>
                {
                    match self.controller(head, at) {
                        Some(object) => return Some(object),
                        None => head,
                    }
                }
                // A finite clause with its own missing subject is the parser's loss; look further up.
                "conj" | "advcl" | "ccomp" | "parataxis" | "acl" | "acl:relcl" | "cop" | "aux" | "appos"
                | "advcl:relcl" => head,
                _ if self.words[at].upos == Upos::Verb && self.nominal(head) => return Some(head),
                _ => return None,
            };
            if self.nominal(at) && self.kid(at, &["cop", "nsubj"]).is_none() && word.rel == "conj" {
                return Some(at);
            }
        }
        None
    }

    /// The object that an object-control verb makes the subject of its complement
    /// ("forced him to sign"). Subject control ("hoped to go", "promised her to go") has none.
    fn controller(&self, verb: usize, complement: usize) -> Option<usize> {
        let object = self.kid(verb, &["obj", "iobj"])?;
        let list = self.packs.list("subject_control").map(|l| &self.packs.lists[l].phrases);
        let own = list.is_some_and(|words| words.iter().any(|w| w.as_slice() == [self.words[verb].lemma]));
        (object < complement && !own).then_some(object)
    }

    /// What a dependent of a verb stands for: the noun of a relative pronoun, else itself.
    #[must_use]
    pub fn meant(&self, token: usize, verb: usize) -> usize {
        if self.relative_pronoun(token) { self.antecedent(verb).unwrap_or(token) } else { token }
    }

    /// The noun that a relative clause belongs to.
    fn antecedent(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..MAX_STEPS {
            let word = &self.words[at];
            if matches!(word.rel, "acl:relcl" | "acl") {
                return word.head.map(|head| self.of_row(head, at));
            }
            at = word.head?;
        }
        None
    }

    /// "after Ana Silva, a nurse, was convicted": a name before a passive that a tree takes for whoever does it, though no "by" leads it.
    fn taken_for_agent(&self, verb: usize) -> Option<usize> {
        let helped = self.kid(verb, &["aux:pass"])?;
        let led = |k: usize| self.kid(k, &["case"]).is_some_and(|c| c < k && self.words[c].upos != Upos::Sconj);
        let bare = |k: &usize| self.words[*k].upos == Upos::Propn && !led(*k);
        let agent = |k: &usize| matches!(self.words[*k].rel, "obl:agent" | "obl" | "dep") && *k < helped && bare(k);
        self.kids(verb).iter().copied().find(agent)
    }

    /// "Ana Silva, minister: Ivo Lang, who …, was convicted": the name behind the colon, which a tree sets beside the one before it.
    fn behind_colon(&self, subject: usize, predicate: usize) -> usize {
        let colon = |k: usize| self.kids(k).iter().any(|c| *c < k && self.form(*c) == ":");
        let name = |k: &usize| self.words[*k].rel == "appos" && self.words[*k].upos == Upos::Propn && *k < predicate;
        self.kids(subject).iter().copied().filter(name).find(|k| colon(*k)).unwrap_or(subject)
    }

    /// Which noun of a row a clause describes that the tree hangs on the first: of "Ana Silva, convicted in May, and Ivo Lang, acquitted in
    /// June" each has a clause of their own.
    fn of_row(&self, first: usize, clause: usize) -> usize {
        let kids = self.kids(first);
        let last = kids.iter().copied().rfind(|k| self.words[*k].rel == "conj" && (first..clause).contains(k));
        let own = |k: usize| self.words[k].rel.starts_with("acl") || self.words[k].rel == "appos";
        let apart = |last: &usize| kids.iter().any(|k| own(*k) && (first..*last).contains(k));
        last.filter(apart).unwrap_or(first)
    }

    /// Noun, name, pronoun or number.
    #[must_use]
    pub fn nominal(&self, token: usize) -> bool {
        matches!(self.words[token].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    /// Object of an active verb: its own, the one it shares with a verb beside it ("beat and robbed
    /// him"), or the noun of a relative clause that lacks one ("the passport they took").
    #[must_use]
    pub fn object(&self, verb: usize) -> Option<usize> {
        let own = |verb: usize| self.kid(verb, &["obj"]);
        let shared =
            || self.joined_verbs(verb).into_iter().find_map(|other| own(other).filter(|o| *o > verb.max(other)));
        let object = own(verb).or_else(shared).map(|object| self.meant(object, verb));
        object.or_else(|| self.gap(verb)).or_else(|| self.kid(verb, &["iobj"]).map(|object| self.meant(object, verb)))
    }

    /// Verbs coordinated with this one side by side: nothing but auxiliaries, adverbs and
    /// conjunctions stands between them.
    #[must_use]
    pub fn joined_verbs(&self, verb: usize) -> Vec<usize> {
        let first = self.words[verb].head.filter(|h| self.words[verb].rel == "conj" && self.verbal(*h)).unwrap_or(verb);
        let conjunct = |t: usize| self.words[t].rel == "conj" && self.words[t].head == Some(first);
        let light = |t: usize| {
            let small = matches!(self.words[t].upos, Upos::Aux | Upos::Adv | Upos::Cconj | Upos::Part | Upos::Punct);
            small || (conjunct(t) && self.verbal(t))
        };
        let all = std::iter::once(first).chain(self.kids(first).iter().copied().filter(|k| conjunct(*k)));
        all.filter(|t| *t != verb && self.verbal(*t) && (t.min(&verb) + 1..*t.max(&verb)).all(light)).collect()
    }

    /// The noun before a relative clause whose verb, or the infinitive below it, lacks an object.
    fn gap(&self, verb: usize) -> Option<usize> {
        let relative = match (self.words[verb].rel, self.words[verb].head) {
            ("xcomp", Some(head)) if self.words[head].rel == "acl:relcl" => head,
            // Of a passive it is the retained object: "the job he was promised".
            ("acl:relcl", _) => verb,
            _ => return None,
        };
        let subject = self.kid(relative, &["nsubj", "nsubj:pass"])?;
        // "the unit he served in", "the day when he left": the noun is no object there.
        let stranded =
            |w: &crate::doc::Word| w.upos == Upos::Adp && w.rel != "compound:prt" && w.head.is_none_or(|h| h <= verb);
        let placed = self.words.get(verb + 1).is_some_and(stranded);
        let adverb = (subject.saturating_sub(1)..subject).any(|t| self.words[t].upos == Upos::Adv);
        let noun = self.words[relative].head.filter(|h| *h < subject && self.nominal(*h));
        noun.filter(|_| !self.relative_pronoun(subject) && !placed && !adverb)
    }

    /// A verb or auxiliary.
    #[must_use]
    pub fn verbal(&self, token: usize) -> bool {
        matches!(self.words[token].upos, Upos::Verb | Upos::Aux)
    }

    /// The topmost token of a range: the one that hangs on something outside.
    #[must_use]
    pub fn top(&self, tokens: Range<usize>) -> usize {
        let inside = |t: &usize| self.words[*t].head.is_none_or(|h| !tokens.contains(&h));
        let word = |t: &usize| self.words[*t].upos != Upos::Punct;
        tokens.clone().find(|t| inside(t) && word(t)).unwrap_or(tokens.start)
    }

    /// Who does it: the subject of the active, the "by" phrase of the passive.
    #[must_use]
    pub fn agent(&self, verb: usize) -> Option<usize> {
        if !self.passive(verb) {
            return self.subject(verb);
        }
        let by = self.packs.grammar.by;
        self.kids(verb).iter().copied().find(|k| {
            self.words[*k].rel == "obl:agent"
                || (self.words[*k].rel == "obl"
                    && self.kids(*k).iter().any(|c| self.words[*c].rel == "case" && self.is(*c, by)))
        })
    }

    /// Whom it is done to: the subject of the passive, the object of the active.
    #[must_use]
    pub fn patient(&self, verb: usize) -> Option<usize> {
        if self.passive(verb) { self.subject(verb) } else { self.object(verb) }
    }

    /// Whom something is given, told or promised to.
    #[must_use]
    pub fn recipient(&self, verb: usize) -> Option<usize> {
        if self.passive(verb) {
            return self.subject(verb);
        }
        let to = [self.packs.grammar.to, self.packs.grammar.for_];
        self.kid(verb, &["iobj"])
            .or_else(|| {
                self.kids(verb).iter().copied().find(|k| {
                    self.words[*k].rel == "obl"
                        && self
                            .kids(*k)
                            .iter()
                            .any(|c| self.words[*c].rel == "case" && to.iter().any(|t| self.is(*c, *t)))
                })
            })
            .or_else(|| self.object(verb))
    }

    /// Whose a noun is: its possessive, shared across coordination ("his wife and children").
    #[must_use]
    pub fn possessor(&self, noun: usize) -> Option<usize> {
        let mut at = noun;
        for _ in 0..4 {
            if let Some(owner) = self.kid(at, &["nmod:poss"]) {
                return Some(owner);
            }
            // "the lawyer of the man"
            let of = self.packs.grammar.of;
            let phrase = self.kids(at).iter().copied().find(|k| {
                self.words[*k].rel == "nmod"
                    && self.kids(*k).iter().any(|c| self.words[*c].rel == "case" && self.is(*c, of))
            });
            if phrase.is_some() {
                return phrase;
            }
            match (self.words[at].rel, self.words[at].head) {
                ("conj" | "compound" | "amod" | "flat" | "nmod", Some(head)) if self.nominal(head) => at = head,
                _ => return None,
            }
        }
        None
    }

    /// The noun that the clause of a token describes ("a nurse held without her passport", "a man whose mother …").
    #[must_use]
    pub fn described_by_clause(&self, token: usize) -> Option<usize> {
        let mut at = token;
        for _ in 0..MAX_STEPS {
            let head = self.words[at].head?;
            if self.words[at].rel.starts_with("acl") {
                return Some(head);
            }
            at = head;
        }
        None
    }

    /// The predicate that a token belongs to: the nearest verb at or above it, or the noun or
    /// adjective that stands as predicate.
    #[must_use]
    pub fn predicate_above(&self, token: usize) -> Option<usize> {
        let mut at = token;
        for _ in 0..MAX_STEPS {
            let word = &self.words[at];
            let verb = word.upos == Upos::Verb && word.rel != "amod" && word.rel != "compound";
            if verb || self.kid(at, &["cop", "nsubj", "nsubj:pass"]).is_some() {
                return Some(at);
            }
            at = word.head?;
        }
        None
    }

    /// A token and, in turn, what it hangs on: up to the root, or as far as the caller takes it (a tree that goes in circles has no end).
    pub fn above(&self, token: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        std::iter::successors(Some(token), |t| self.words[*t].head)
    }

    /// Is `token` inside the subtree of `top`?
    #[must_use]
    pub fn under(&self, token: usize, top: usize) -> bool {
        let mut at = token;
        for _ in 0..=MAX_STEPS * 2 {
            if at == top {
                return true;
            }
            match self.words[at].head {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
    }
}
