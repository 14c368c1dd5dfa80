//! Dates counted from the day of publication: "yesterday", "last month", "two weeks ago", "on Friday",
//! "this weekend", "the past three years". Without that day they keep an empty value.

use casebook_model::Upos;

use super::tense::Outlook;
use super::{Day, Found, Known, Label, Scan, edtf};

/// A number of units of time; `None` where it is not said how many.
pub struct Amount {
    /// Token after it.
    pub end: usize,
    pub number: Option<i64>,
    pub unit: char,
}

impl Scan<'_, '_> {
    /// "today", "yesterday", "tomorrow", "last night", "this morning".
    pub fn named_day(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let time = &self.doc.packs.time;
        let word = self.doc.words.get(at).filter(|_| at < self.end)?;
        let by = |days: i64| self.today().map_or(String::new(), |a| a.plus_days(days).edtf());
        if let Some(days) = time.days.get(&word.form) {
            // "today" is the day of an event; in a lasting present it is these times, and fixes nothing.
            let owned = matches!(self.form(at + 1), "'s" | "’s");
            let lasting = *days == 0 && !owned && self.outlook(at) == Outlook::Open;
            return Some((at + 1, if lasting { String::new() } else { by(i64::from(*days)) }));
        }
        let part = self.doc.words.get(at + 1).is_some_and(|w| at + 1 < self.end && time.parts_of_day.contains(&w.form));
        if part && self.is(at, g.last) {
            return Some((at + 2, by(-1)));
        }
        (part && self.is(at, g.this)).then(|| (at + 2, by(0)))
    }

    /// "last month", "this year", "next week", "the past century".
    pub fn unit(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        // "this past week" is last week.
        let this = usize::from(self.is(at, g.this) && (self.is(at + 1, g.past) || self.is(at + 1, g.coming)));
        let t = at + this;
        let by = if self.is(t, g.last) || self.is(t, g.past) || self.is(t, g.previous) {
            -1
        } else if self.is(t, g.this) {
            0
        } else if self.is(t, g.next) || self.is(t, g.coming) {
            1
        } else {
            return None;
        };
        let word = self.doc.words.get(t + 1).filter(|_| t + 1 < self.end)?;
        let unit = *self.doc.packs.time.units.get(&word.form)?;
        // "last years", "the last year of the war", "the next day", "to this day".
        // "this years harvest" is a slip of the pen.
        let plural = self.form(t + 1).ends_with('s') && by != 0;
        if plural || !matches!(unit, 'W' | 'M' | 'Y' | 'X' | 'C') || self.is(t + 2, g.of) || self.form(t + 2) == "-" {
            return None;
        }
        let enough = match unit {
            'W' => Known::Day,
            'M' => Known::Month,
            _ => Known::Around,
        };
        let counted = self.anchor.filter(|_| self.known >= enough);
        let Some(a) = counted else { return Some((t + 2, String::new())) };
        let year = |y: i64| i32::try_from(y).unwrap_or(a.year);
        let value = match unit {
            'C' => edtf::century(year(i64::from(a.year) + by * 100)),
            'X' if by < 0 => format!("{:04}~/{}", a.year - 10, a.edtf()),
            'X' => edtf::decade(year(i64::from(a.year) + by * 10)),
            _ => edtf::shifted(a, by, unit).unwrap_or_default(),
        };
        Some((t + 2, value))
    }

    /// "the past three years", "the last few months", "the next two weeks": up to, or from, the anchor.
    pub fn stretch(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let back = self.is(at, g.last) || self.is(at, g.past);
        if !back && !self.is(at, g.next) && !self.is(at, g.coming) {
            return None;
        }
        let Amount { end, number, unit } = self.amount(at + 1)?;
        let hours = matches!(unit, 'H' | 'm' | 's');
        // "the last two weeks of May", "in last years"; fractions of a day are no dates.
        let bare = end == at + 2 && !(self.is(at, g.past) || self.is(at, g.coming));
        if hours || bare || self.is(end, g.of) {
            return None;
        }
        let value = match (self.today(), number) {
            (None, _) => String::new(),
            (Some(a), None) if back => format!("/{}", a.edtf()),
            (Some(a), None) => format!("{}/", a.edtf()),
            (Some(a), Some(n)) => {
                let Some(far) = border(a, if back { -n } else { n }, unit) else { return Some((end, String::new())) };
                if back { format!("{far}~/{}", a.edtf()) } else { format!("{}/{far}~", a.edtf()) }
            }
        };
        Some((end, value))
    }

    /// "two weeks ago", "a few months ago", "a couple of years back", "three days from now".
    pub fn ago(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let Amount { end, number, unit } = self.amount(at)?;
        let gone = self.is(end, g.ago) || (self.is(end, g.back) && self.closes(end + 1));
        let ahead = self.is(end, g.from) && self.is(end + 1, g.now);
        let hours = matches!(unit, 'm' | 's') || (unit == 'H' && number.is_none_or(|n| n < 12));
        if (!gone && !ahead) || hours {
            return None;
        }
        let end = end + 1 + usize::from(ahead);
        let value = match (self.today(), number) {
            (None, _) => String::new(),
            (Some(a), None) if gone => format!("../{}", a.edtf()),
            (Some(a), None) => format!("{}/..", a.edtf()),
            (Some(a), Some(n)) if unit == 'H' => {
                let days = (n + 12) / 24;
                format!("{}~", a.plus_days(if gone { -days } else { days }).edtf())
            }
            (Some(a), Some(n)) => edtf::shifted(a, if gone { -n } else { n }, unit).unwrap_or_default(),
        };
        Some((end, value))
    }

    /// "two weeks", "a year", "several months".
    pub fn amount(&self, at: usize) -> Option<Amount> {
        let units = &self.doc.packs.time.units;
        let unit = |t: usize| self.doc.words.get(t).filter(|_| t < self.end).and_then(|w| units.get(&w.form)).copied();
        if let Some(span) = self.out.starting(at).find(|a| a.label == Label::Duration) {
            let end = span.tokens.end;
            let number = self.out.starting(at).find(|a| a.label == Label::Number && a.tokens.end < end);
            let number = number.map_or(Some(1), |n| n.value.parse().ok())?;
            // "two years and six months", "half a year": of two units, or of a part of one.
            let whole = span.value.matches(|c: char| c.is_ascii_uppercase() && c != 'P' && c != 'T').count() == 1;
            return match unit(end - 1).filter(|_| whole && !self.is(at, self.doc.packs.grammar.half)) {
                Some(unit) => Some(Amount { end, number: Some(number), unit }),
                None => Some(compound(&span.value, end)),
            };
        }
        // "[Ten] years ago": a word put into a quotation.
        let bracket = self.form(at) == "[" && self.form(at + 2) == "]";
        if let Some(n) = self.out.starting(at + 1).find(|a| bracket && a.label == Label::Number)
            && let Some(unit) = unit(at + 3)
        {
            return Some(Amount { end: at + 4, number: Some(n.value.parse().ok()?), unit });
        }
        let fits = |p: &&Vec<casebook_packs::WordId>| p.iter().enumerate().all(|(i, w)| self.is(at + i, *w));
        let vague = self.doc.packs.time.vague.iter().filter(fits).map(Vec::len).max().unwrap_or(0);
        // "six and a half months ago", "5 1/2 years": said how many, but not in words read here.
        let more = vague == 0 && at > 0 && self.inside(at - 1) && {
            let before = &self.doc.words[at - 1];
            before.upos == Upos::Num || before.form == self.doc.packs.grammar.half
        };
        let unit = unit(at + vague).filter(|_| self.form(at + vague).ends_with('s') && !more)?;
        Some(Amount { end: at + vague + 1, number: None, unit })
    }

    /// "on Friday", "last Friday", "Monday of last week": the last one in a past, the next in a future.
    pub fn weekday(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let led = [g.last, g.this, g.next].into_iter().find(|w| self.is(at, *w));
        let t = at + usize::from(led.is_some());
        let day = self.weekday_name(t)?;
        let generic =
            at > 0 && self.inside(at - 1) && self.doc.packs.time.before_weekday.contains(&self.doc.words[at - 1].form);
        let dash = |t: usize| matches!(self.form(t), "-" | "–" | "to" | "through");
        let schedule = (dash(t + 1) && self.weekday_name(t + 2).is_some())
            || (at > 1 && self.inside(at - 2) && dash(at - 1) && self.weekday_name(at - 2).is_some());
        // The film: "Friday the 13th".
        let numbered = self.is(t + 1, g.the) && self.ordinal(t + 2).is_some();
        if generic || schedule || numbered {
            return None;
        }
        if let Some(found) = self.of_week(t, day) {
            return Some(found);
        }
        let value = self.today().map_or(String::new(), |a| {
            let back = (i64::from(a.weekday()) - i64::from(day)).rem_euclid(7);
            let days = match led {
                Some(w) if w == g.last => -if back == 0 { 7 } else { back },
                Some(w) if w == g.next => 7 - back,
                _ if self.outlook(at) == Outlook::Future => (7 - back) % 7,
                _ => -back,
            };
            a.plus_days(days).edtf()
        });
        Some((t + 1, value))
    }

    /// "Monday of last week", "Friday this week".
    fn of_week(&self, at: usize, day: u8) -> Found {
        let g = &self.doc.packs.grammar;
        let t = at + 1 + usize::from(self.is(at + 1, g.of));
        if !self.is(t + 1, g.week) {
            return None;
        }
        let by = if self.is(t, g.last) {
            -7
        } else if self.is(t, g.next) {
            7
        } else if self.is(t, g.this) {
            0
        } else {
            return None;
        };
        let value =
            self.today().map_or(String::new(), |a| a.plus_days(by + i64::from(day) - i64::from(a.weekday())).edtf());
        Some((t + 2, value))
    }

    /// "this weekend", "over the weekend", "next weekend".
    pub fn weekend(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let led = [g.last, g.this, g.next, g.past].into_iter().find(|w| self.is(at, *w));
        let t = at + usize::from(led.is_some());
        let definite = led.is_some() || self.before(at, g.the);
        if !definite || !self.is(t, g.weekend) || self.is(t + 1, g.of) {
            return None;
        }
        let value = self.today().map_or(String::new(), |a| {
            // Saturday of the anchor's own week, Monday first.
            let saturday = 6 - i64::from(a.weekday());
            let gone = self.outlook(at) != Outlook::Future && saturday > 0;
            let by = match led {
                Some(w) if w == g.next => 7,
                Some(w) if w == g.last || w == g.past => -7,
                _ if gone && led != Some(g.this) => -7,
                _ if gone && self.outlook(at) == Outlook::Past => -7,
                _ => 0,
            };
            let first = a.plus_days(saturday + by);
            format!("{}/{}", first.edtf(), first.plus_days(1).edtf())
        });
        Some((t + 1, value))
    }

    /// Does the sentence or clause end here, so that "back" and "before" are adverbs?
    pub fn closes(&self, at: usize) -> bool {
        let next = self.doc.words.get(at).filter(|_| at < self.end);
        next.is_none_or(|w| matches!(w.upos, Upos::Punct | Upos::Cconj | Upos::Pron | Upos::Verb | Upos::Aux))
    }
}

/// A duration of two units, counted in the smaller: "P2Y6M" is 30 months.
fn compound(iso: &str, end: usize) -> Amount {
    let mut total = Some(0i64);
    let mut unit = 'M';
    for part in iso.trim_start_matches(['P', 'T']).split_inclusive(|c: char| c.is_ascii_uppercase()) {
        let (number, letter) = part.split_at(part.len() - 1);
        unit = letter.chars().next().unwrap_or(unit);
        let each = if unit == 'Y' { 12 } else { 1 };
        total = total.zip(number.parse::<i64>().ok()).and_then(|(t, n)| t.checked_add(n.checked_mul(each)?));
    }
    let known = matches!(unit, 'M' | 'Y');
    Amount { end, number: total.filter(|_| known && !iso.starts_with("PT")), unit: if known { 'M' } else { unit } }
}

/// The far end of a stretch, at the precision of its unit.
fn border(anchor: Day, amount: i64, unit: char) -> Option<String> {
    match unit {
        'W' => edtf::shifted(anchor, amount.checked_mul(7)?, 'D'),
        'F' => edtf::shifted(anchor, amount.checked_mul(14)?, 'D'),
        'H' => edtf::shifted(anchor, amount / 24, 'D'),
        _ => edtf::shifted(anchor, amount, unit),
    }
}
