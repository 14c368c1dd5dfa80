//! Whom words count: how many a group has, and of whom it is a part.

use std::collections::BTreeSet;

use casebook_model::Upos;

use super::View;
use crate::people::{Kind, Mention, Number};

impl View<'_, '_> {
    /// Adds what the descriptions of a group count.
    pub(super) fn counts_what(&self, p: usize, out: &mut BTreeSet<String>) {
        if self.people.persons[p].number != Number::Several {
            return;
        }
        let mentions = self.people.persons[p].mentions.iter().map(|m| &self.people.mentions[*m]);
        let described: Vec<&Mention> = mentions.filter(|m| matches!(m.kind, Kind::Nominal(_))).collect();
        let any = |holds: &dyn Fn(usize) -> bool| described.iter().any(|m| m.tokens.clone().any(holds));
        let grammar = &self.doc.packs.grammar;
        out.extend(any(&|t| self.doc.words[t].upos == Upos::Num).then(|| "counted".to_string()));
        let others = |t: usize| [grammar.other, grammar.others, grammar.another].contains(&self.doc.words[t].form);
        out.extend(any(&others).then(|| "counted beside others".to_string()));
        let part = |m: &&Mention| self.doc.words.get(m.tokens.end).is_some_and(|w| w.form == grammar.of);
        out.extend(described.iter().any(part).then(|| "counted as part of others".to_string()));
        let undergoes = |m: &&Mention| self.doc.words[m.head].rel == "nsubj:pass";
        out.extend(described.iter().any(undergoes).then(|| "counted as those to whom it is done".to_string()));
    }
}
