//! Periods and days known by a name: "during the pandemic", "9/11", "on Christmas Eve 2019".

use super::{Day, Found, Point, Scan};

impl Scan<'_, '_> {
    /// A period of the packs. Its name says when only after a word of time: "the pandemic hit trade".
    pub fn named(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let start = at + usize::from(self.is(at, g.the));
        let longest = self
            .doc
            .packs
            .time
            .periods
            .iter()
            .filter(|p| p.words.iter().enumerate().all(|(i, w)| self.is(start + i, *w)));
        let period = longest.max_by_key(|p| p.words.len())?;
        Some((start + period.words.len(), period.edtf.clone())).filter(|_| period.dated || self.timed(at))
    }

    /// After "during", "since", "in"; "of" only behind a part or unit of time ("the start of the pandemic").
    fn timed(&self, at: usize) -> bool {
        let g = &self.doc.packs.grammar;
        let time = &self.doc.packs.time;
        let at = if self.before(at, g.the) { at - 1 } else { at };
        let led = [
            g.during,
            g.since,
            g.after,
            g.before,
            g.until,
            g.till,
            g.following,
            g.throughout,
            g.through,
            g.amid,
            g.in_,
            g.between,
        ];
        let part = |t: usize| {
            let form = self.doc.words[t].form;
            time.parts.contains_key(&form) || time.units.contains_key(&form)
        };
        let part_of = self.before(at, g.of) && at >= 2 && self.inside(at - 2) && part(at - 2);
        part_of || led.iter().any(|w| self.before(at, *w))
    }

    /// "Christmas 2019", "on New Year's Eve".
    pub fn feast(&self, at: usize) -> Option<Point> {
        let fits = |w: &[casebook_packs::WordId]| w.iter().enumerate().all(|(i, w)| self.is(at + i, *w));
        let feasts = self.doc.packs.time.feasts.iter().filter(|f| self.doc.capital(at) && fits(&f.words));
        let feast = feasts.max_by_key(|f| f.words.len())?;
        let (month, day) = (feast.month, feast.day);
        let end = at + feast.words.len();
        let skip = usize::from(matches!(self.form(end), ",") || self.is(end, self.doc.packs.grammar.of));
        let value = |year: Option<i32>| year.map_or(String::new(), |year| Day { year, month, day }.edtf());
        if let Some((end, year)) = self.year_phrase(end + skip) {
            return Some(Point::explicit(end, value(year)));
        }
        // "Christmas trees": a day only where a word of time leads to it.
        let g = &self.doc.packs.grammar;
        let led = [g.on, g.at, g.by, g.before, g.after, g.since, g.until, g.last, g.this, g.next];
        // "on Christmas Island" is a place.
        let led = led.iter().any(|w| self.before(at, *w)) && !self.name_behind(end - 1);
        let year = self.year_of(at, month, Some(day));
        led.then(|| Point { end, edtf: value(year), explicit: false, yearless: Some((month, Some(day))) })
    }
}
