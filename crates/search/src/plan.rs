//! From a question to what tantivy runs.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery, PhraseQuery};
use tantivy::query::{Query as Run, RangeQuery, TermQuery};
use tantivy::schema::{Field as Column, IndexRecordOption};

use crate::exact::Rounded;
use crate::query::{Field, Match, Query};
use crate::schema::Fields;

/// How many words a beginning may stand for when it ends a row of words.
const ENDINGS: u32 = 10_000;

/// Score of every word that is found by its beginning.
const START: f32 = 1.0;
/// What each degree of nearness adds; the exact spelling adds its own score, so it ranks first.
const NEAR: f32 = 0.25;

/// A question made ready.
pub struct Plan {
    /// What is run.
    pub run: Box<dyn Run>,
    /// How many scores are added up at most.
    pub addends: usize,
}

/// Makes a question ready; `rounded` where scores must add up to the same in any order.
pub fn plan(query: &Query, fields: &Fields, rounded: bool) -> Plan {
    let mut planner = Planner { fields, rounded, addends: 0 };
    let run = planner.run(query);
    Plan { run, addends: planner.addends }
}

struct Planner<'f> {
    fields: &'f Fields,
    rounded: bool,
    addends: usize,
}

impl Planner<'_> {
    fn run(&mut self, query: &Query) -> Box<dyn Run> {
        match query {
            Query::All(parts) => self.all(parts),
            Query::Any(parts) => self.any(parts),
            Query::Not(_) => self.all(std::slice::from_ref(query)),
            Query::Words(field, Match::Near(word, changes)) => self.near(*field, word, *changes),
            Query::Words(field, Match::Row(row)) => self.row(*field, row),
            Query::Words(field, Match::Start(row)) => self.start(*field, row),
            Query::Days(first, last) => {
                let day = |d: &i32| Term::from_field_i64(self.fields.day, i64::from(*d));
                let bound = |d: &Option<i32>| d.as_ref().map_or(Bound::Unbounded, |d| Bound::Included(day(d)));
                filter(Box::new(RangeQuery::new(bound(first), bound(last))))
            }
        }
    }

    fn all(&mut self, parts: &[Query]) -> Box<dyn Run> {
        let clause = |planner: &mut Self, part: &Query| match part {
            Query::Not(inner) => (Occur::MustNot, planner.run(inner)),
            part => (Occur::Must, planner.run(part)),
        };
        let mut clauses: Vec<(Occur, Box<dyn Run>)> = parts.iter().map(|part| clause(self, part)).collect();
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, filter(Box::new(AllQuery))));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn any(&mut self, parts: &[Query]) -> Box<dyn Run> {
        Box::new(BooleanQuery::new(parts.iter().map(|part| (Occur::Should, self.run(part))).collect()))
    }

    fn column(&self, field: Field) -> Column {
        match field {
            Field::Text => self.fields.text,
            Field::Person => self.fields.people,
            Field::Predicate => self.fields.predicates,
            Field::Place => self.fields.places,
            Field::Source => self.fields.source,
            Field::Language => self.fields.language,
            Field::Tag => self.fields.tags,
        }
    }

    /// Words in a row. Of fields other than text and people they choose and do not rank.
    fn row(&mut self, field: Field, row: &[String]) -> Box<dyn Run> {
        let column = self.column(field);
        let term = |word: &String| Term::from_field_text(column, word);
        let run: Box<dyn Run> = match row {
            [word] if ranks(field) => Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs)),
            [word] => Box::new(TermQuery::new(term(word), IndexRecordOption::Basic)),
            row => Box::new(PhraseQuery::new(row.iter().map(term).collect())),
        };
        if !ranks(field) {
            return filter(run);
        }
        self.addends += 1;
        if self.rounded { Box::new(Rounded(run)) } else { run }
    }

    /// Words in a row, the last by its beginning.
    fn start(&mut self, field: Field, row: &[String]) -> Box<dyn Run> {
        let column = self.column(field);
        let terms: Vec<Term> = row.iter().map(|word| Term::from_field_text(column, word)).collect();
        let run: Box<dyn Run> = match terms.as_slice() {
            [term] => Box::new(FuzzyTermQuery::new_prefix(term.clone(), 0, true)),
            _ => {
                let mut run = PhrasePrefixQuery::new(terms);
                run.set_max_expansions(ENDINGS);
                Box::new(run)
            }
        };
        if !ranks(field) {
            return filter(run);
        }
        self.addends += 1;
        Box::new(ConstScoreQuery::new(run, START))
    }

    /// A word and its neighbours: the nearer, the higher.
    fn near(&mut self, field: Field, word: &str, changes: u8) -> Box<dyn Run> {
        let term = Term::from_field_text(self.column(field), word);
        let mut clauses = vec![(Occur::Should, self.row(field, &[word.to_string()]))];
        for n in 1..=changes {
            let run = Box::new(FuzzyTermQuery::new(term.clone(), n, true));
            clauses.push((Occur::Should, Box::new(ConstScoreQuery::new(run, NEAR)) as Box<dyn Run>));
            self.addends += 1;
        }
        Box::new(BooleanQuery::new(clauses))
    }
}

fn ranks(field: Field) -> bool {
    matches!(field, Field::Text | Field::Person)
}

/// Chooses passages and adds nothing to their scores.
fn filter(run: Box<dyn Run>) -> Box<dyn Run> {
    Box::new(ConstScoreQuery::new(run, 0.0))
}
