//! Dates counted from the date named before: "the following day", "two weeks later", "that year",
//! "the year before". Where none was named near, they stay relative.

use super::edtf::{self, Grain};
use super::relative::Amount;
use super::{Day, Found, Scan};

/// How many sentences a date named before reaches.
const REACH: usize = 3;

impl Scan<'_, '_> {
    /// Any date counted from the date named before.
    pub fn anaphoric(&self, at: usize) -> Found {
        self.told_season(at)
            .or_else(|| self.following(at))
            .or_else(|| self.that(at))
            .or_else(|| self.later(at))
            .or_else(|| self.before_after(at))
    }

    /// First day and grain of the date named before, in this paragraph or the one above.
    pub fn said_day(&self) -> Option<(Day, Grain)> {
        let said = self.said.as_ref()?;
        let near = self.sentence.saturating_sub(self.doc.words[said.at].sentence) <= REACH;
        edtf::point(&said.edtf).filter(|_| near)
    }

    /// The date a missing year is taken from: a month or day named with its year in this paragraph, no
    /// further than the sentence before; a year alone only in this sentence ("came in 2021. Her passport
    /// expired on 3 May" is news of this year).
    pub fn reference(&self, at: usize) -> Option<Day> {
        let said = self.said.as_ref().filter(|s| s.explicit)?;
        let (here, there) = (self.doc.sentence(at), self.doc.sentence(said.at));
        let back = self.sentence - self.doc.words[said.at].sentence;
        let (day, grain) = edtf::point(&said.edtf).filter(|_| here.paragraph == there.paragraph)?;
        match grain {
            // "who has lived there since 2018, was deported on 21 January": the year of what is told beside it is not its own. Its
            // middle, so that every month is nearest in it.
            Grain::Year => (back == 0 && !self.told_beside(said.at)).then_some(Day { month: 6, day: 30, ..day }),
            _ => (back <= 1).then_some(day),
        }
    }

    /// Does a date stand in a relative clause, which tells of somebody whatever the sentence tells of?
    fn told_beside(&self, date: usize) -> bool {
        let verb = self.doc.predicate_above(date);
        verb.is_some_and(|v| self.doc.words[v].rel == "acl:relcl")
    }

    /// "the following day", "the next morning", "the previous year".
    fn following(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        if !self.is(at, g.the) {
            return None;
        }
        let by = if self.is(at + 1, g.following) || self.is(at + 1, g.next) {
            1
        } else if self.is(at + 1, g.previous) || self.is(at + 1, g.preceding) {
            -1
        } else if self.is(at + 1, g.same) {
            0
        } else {
            return None;
        };
        let date = (by == 0 && self.is(at + 2, g.date)).then_some('D');
        let unit = date.or_else(|| self.day_or_unit(at + 2))?;
        // "the next year" of a clause without a past is the year after the anchor's: `unit`.
        if self.is(at + 1, g.next) && unit != 'D' && self.said_day().is_none() {
            return None;
        }
        Some((at + 3, self.counted(by, unit)))
    }

    /// "that day", "that same year", "later that month".
    fn that(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let t = at + 1 + usize::from(self.is(at + 1, g.same));
        if !self.is(at, g.that) {
            return None;
        }
        let unit = self.day_or_unit(t)?;
        Some((t + 1, self.counted(0, unit)))
    }

    /// "that summer", "the following spring", "the next winter".
    fn told_season(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let that = self.is(at, g.that);
        let after = self.is(at, g.the) && (self.is(at + 1, g.following) || self.is(at + 1, g.next));
        let t = at + 1 + usize::from(after || self.is(at + 1, g.same));
        let word = self.doc.words.get(t).filter(|_| t < self.end && (that || after))?;
        let code = *self.doc.packs.time.seasons.get(&word.form)?;
        let Some((day, grain)) = self.said_day() else { return that.then(|| (t + 1, String::new())) };
        // Winter is that of its December: January has the one of the year before.
        let (first, month) = (3 * (i32::from(code) - 20), i32::from(day.month));
        let own = day.year - i32::from(first == 12 && month < 3 && grain != Grain::Year);
        let year = match (that, grain) {
            (true, _) => own,
            // The year that follows one is what its next season is in, but for the winter at its end.
            (false, Grain::Year) => day.year + i32::from(first != 12),
            (false, _) => day.year + i32::from(first <= month),
        };
        Some((t + 1, format!("{year:04}-{code}")))
    }

    /// "two weeks later", "a year earlier", "two days afterwards".
    fn later(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let Amount { end, number, unit } = self.amount(at)?;
        let sign = if self.is(end, g.later) || self.is(end, g.afterwards) {
            1
        } else if self.is(end, g.earlier) {
            -1
        } else {
            return None;
        };
        // "a year earlier than that"; fractions of a day are no dates.
        if matches!(unit, 'H' | 'm' | 's') || self.is(end + 1, g.than) {
            return None;
        }
        let value = number.map_or(String::new(), |n| self.counted(sign * n, unit));
        Some((end + 1, value))
    }

    /// "the year before", "the day after": not before what they are counted from.
    fn before_after(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let sign = if self.is(at + 2, g.before) {
            -1
        } else if self.is(at + 2, g.after) {
            1
        } else {
            return None;
        };
        let unit = self.day_or_unit(at + 1).filter(|_| self.is(at, g.the))?;
        let free = self.form(at + 3).is_empty() || matches!(self.form(at + 3), "," | "." | ";" | ")" | "and" | "but");
        free.then(|| (at + 3, self.counted(sign, unit)))
    }

    /// A unit in the singular, or a part of a day, which says the day.
    fn day_or_unit(&self, at: usize) -> Option<char> {
        let word = self.doc.words.get(at).filter(|_| at < self.end)?;
        let time = &self.doc.packs.time;
        let unit = time.units.get(&word.form).copied().filter(|u| matches!(u, 'D' | 'W' | 'M' | 'Y'));
        let unit = unit.filter(|_| !self.form(at).ends_with('s'));
        unit.or_else(|| time.parts_of_day.contains(&word.form).then_some('D'))
    }

    /// Units after or before the date named before, as fine as both allow.
    fn counted(&self, by: i64, unit: char) -> String {
        let Some((day, grain)) = self.said_day() else { return String::new() };
        let fine = match unit {
            'D' | 'W' | 'F' => grain == Grain::Day,
            'M' => grain <= Grain::Month,
            'Y' | 'X' | 'C' => true,
            _ => false,
        };
        if !fine {
            // "the same night" of a month that was named is in that month.
            let same = self.said.as_ref().filter(|_| by == 0);
            return same.map_or(String::new(), |said| said.edtf.clone());
        }
        match unit {
            'W' if by != 0 => edtf::shifted(day, by.saturating_mul(7), 'D').map_or(String::new(), |d| d + "~"),
            'F' => edtf::shifted(day, by.saturating_mul(14), 'D').map_or(String::new(), |d| d + "~"),
            _ => edtf::shifted(day, by, unit).unwrap_or_default(),
        }
    }
}
