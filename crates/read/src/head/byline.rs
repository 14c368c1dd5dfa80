//! Who wrote a report, told by the shape of a line at its head or at its end.

use casebook_packs::{Kind, Packs};

use super::{capitalised, dated_line, kicker, month};

/// What a report may be called before a colon and the name of who wrote it.
const LABELS: [&str; 8] = ["text", "reporting", "words", "author", "interview", "story", "report", "by"];
/// Words that may stand before "by" and the name of who wrote a report.
const LEADS: [&str; 24] = [
    "exclusive",
    "exclusively",
    "text",
    "words",
    "written",
    "writing",
    "reported",
    "reporting",
    "report",
    "revised",
    "story",
    "interview",
    "interviews",
    "interviewed",
    "collected",
    "compiled",
    "and",
    "an",
    "a",
    "special",
    "additional",
    "told",
    "posted",
    "published",
];
/// What stands before the name of whoever wrote down what another says.
const TOLD_TO: &str = "as told to ";
/// What is done to a publication by those who make it, in its last lines ("The digest is compiled by …").
const MADE: [&str; 5] = ["compiled", "edited", "written", "produced", "put together"];
/// Words that a line with a name may have.
const SHORT: usize = 12;
/// Words that are part of no person's name.
const NOBODY: [Kind; 5] = [Kind::Body, Kind::PlaceWord, Kind::Country, Kind::Place, Kind::Nationality];

/// Who signs the report on a line of its head; `body` is the number of lines of the head.
pub(super) fn at_head(lines: &[&str], body: usize, i: usize, packs: &Packs) -> Option<String> {
    let plain = byline(lines[i]).or_else(|| signature(lines[i], packs)).or_else(|| beside(lines, body, i, packs));
    // The author's job is the author's line as well.
    let job = || i.checked_sub(1).filter(|_| is_job(lines[i], packs)).and_then(|name| with_job(lines, name, packs));
    plain.or_else(|| with_job(lines, i, packs)).or_else(job)
}

/// A name alone on a line, with the job of whoever writes on the next: "Ana Silva" / "Home Affairs Correspondent".
pub(super) fn with_job(lines: &[&str], i: usize, packs: &Packs) -> Option<String> {
    let words: Vec<&str> = lines[i].split_whitespace().collect();
    let named = (2..=4).contains(&words.len()) && words.iter().all(|w| name_word(w)) && !kicker(lines[i]);
    let plain = lines[i].chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
    let job = i > 0 && lines.get(i + 1).is_some_and(|l| is_job(l, packs));
    (named && plain && job).then(|| lines[i].to_string())
}

/// Is a line the job of whoever writes ("Home Affairs Correspondent")?
fn is_job(line: &str, packs: &Packs) -> bool {
    let words: Vec<&str> = line.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    let job = |w: &&str| packs.listed("byline_job", packs.vocabulary.get(&w.to_lowercase()));
    (1..=6).contains(&words.len()) && words.iter().any(job) && words[0].starts_with(char::is_uppercase)
}

/// Who made the publication, by one of its last lines.
pub(super) fn at_end(line: &str) -> Option<String> {
    // "By the time they came …" is a sentence.
    let plain = line.to_lowercase().starts_with("by ");
    byline(line).filter(|_| !plain).or_else(|| maker(line))
}

/// "By Rosalind Amsberg", "*Exclusive by Ana Silva*", "Text: Ana Silva in Lima", "(Reporting by Ana Silva; editing by
/// J. Diaz)", "Lima, 3 May 2024. By Ana Silva", "As told to Ana Silva".
pub(super) fn byline(line: &str) -> Option<String> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let dated = line.split_once(". By ").or_else(|| line.split_once(", by "));
    let day = |before: &str| before.split_whitespace().count() <= 6 && before.contains(char::is_numeric);
    if let Some((_, rest)) = dated.filter(|(before, _)| day(before)) {
        return names(rest);
    }
    if line.get(..TOLD_TO.len()).is_some_and(|l| l.eq_ignore_ascii_case(TOLD_TO)) {
        return names(&line[TOLD_TO.len()..]);
    }
    let mut at = 0;
    for word in line.split_whitespace() {
        at = line[at..].find(word)? + at + word.len();
        let low = word.to_lowercase();
        let rest = line[at..].trim();
        if low.strip_suffix(':').is_some_and(|l| LABELS.contains(&l)) {
            return names(rest);
        }
        if low == "by" {
            let sentence = rest.ends_with('.') && line.len() == at + rest.len() + 1 && at == 2;
            return names(rest).filter(|_| !sentence);
        }
        if !LEADS.contains(&low.as_str()) {
            return None;
        }
    }
    None
}

/// The name of a line that is "By" and a name, and no sentence.
pub(super) fn alone(line: &str) -> Option<String> {
    let plain = line.to_lowercase().starts_with("by ") && line.split_whitespace().count() <= SHORT;
    byline(line).filter(|_| plain && !line.ends_with(['.', '!', '?', ':']))
}

/// "The Crossing is compiled by Ana Silva and Ivan Petrov."
fn maker(line: &str) -> Option<String> {
    let (before, rest) = line.split_once(" by ")?;
    let (_, done) = before.split_once(" is ").or_else(|| before.split_once(" was "))?;
    let made = MADE.iter().any(|m| done.starts_with(m)) && done.split_whitespace().count() <= 4;
    names(rest).filter(|_| made)
}

/// The name that a line goes on with.
fn names(rest: &str) -> Option<String> {
    let part = rest.trim().split([',', '|', '—', '–', ';', '.', ')', '·', '•', '*', '_']).next()?;
    let words = part.split_whitespace().take_while(|w| !matches!(*w, "in" | "for" | "at" | "on" | "with"));
    let name: Vec<&str> = words.collect();
    let plausible = (2..=8).contains(&name.len()) && name.iter().all(|w| name_word(w));
    plausible.then(|| name.join(" "))
}

/// A line that is a name, or a name with a place, court or date behind a comma: "Ana Silva, Lima".
fn signature(line: &str, packs: &Packs) -> Option<String> {
    let name = line.split([',', '|', '·', '•']).next()?.trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let short = (2..=4).contains(&words.len()) && line.split_whitespace().count() <= words.len() + 4;
    (short
        && means(words[0], &[Kind::GivenName], packs)
        && !words.iter().any(|w| means(w, &[Kind::Body], packs))
        && words.iter().all(|w| name_word(w))
        && !line.ends_with(['.', '?', '!', ':']))
    .then(|| name.to_string())
}

/// A line that is a name, or begins with one ("Ana Silva, Harbour Mail"), with a day on it or right before or behind the line that has
/// one: the outlet stands elsewhere in the head, or the name is a person's by its words and nobody of whom the report speaks.
fn beside(lines: &[&str], body: usize, i: usize, packs: &Packs) -> Option<String> {
    let line = lines[i];
    let name = line.split([',', '|', '·', '•', ';', '(']).next()?.trim();
    let dated = |j: usize| j < body && dated_line(lines[j], packs).is_some();
    let day = |j: usize| j < body && j != i && (dated(j) || month(lines[j], packs));
    let before = i.checked_sub(1);
    let near = before.is_some_and(dated) || dated(i + 1);
    let named = name.split(" and ").all(|n| (2..=4).contains(&n.split_whitespace().count()));
    let plain = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
    let body_word = name.split_whitespace().any(|w| means(w, &[Kind::Body], packs));
    if !named || !plain || body_word || kicker(name) || !name.split_whitespace().all(name_word) {
        return None;
    }
    let outlet = (0..body).any(|j| j != i && capitalised(lines[j]) && dated_line(lines[j], packs).is_none());
    let alone = name.len() == line.len();
    let short = line.split_whitespace().count() <= SHORT && !line.ends_with(['.', '?', '!', ':']);
    let told = i > 0 && short && (dated(i) || day(i - 1) || day(i + 1)) && persons(name, &lines[body..], packs);
    (alone && outlet && near || told).then(|| name.to_string())
}

/// Are these the words of a person's name, and of nobody of whom the report speaks? Words that it uses in lower case are the words of a
/// body or a heading.
fn persons(name: &str, report: &[&str], packs: &Packs) -> bool {
    let mut said =
        report.iter().flat_map(|l| l.split(|c: char| !c.is_alphanumeric() && c != '-')).filter(|w| !w.is_empty());
    let words: Vec<&str> = name.split_whitespace().filter(|w| *w != "and").collect();
    let named = |w: &&str| means(w, &[Kind::GivenName], packs);
    words.iter().all(|w| named(w) || !means(w, &NOBODY, packs))
        && !place(&words, packs)
        && !said.any(|s| words.iter().any(|w| *w == s && !named(w) || !named(w) && w.to_lowercase() == s))
}

/// Do the words together mean a place?
fn place(words: &[&str], packs: &Packs) -> bool {
    let ids: Vec<_> = words.iter().map(|w| packs.vocabulary.get(&w.to_lowercase())).collect();
    let meanings = packs.lexicon.starting_with(ids[0]);
    meanings.iter().any(|m| matches!(m.kind, Kind::Country | Kind::Place) && m.rest == ids[1..])
}

/// Does a word by itself mean something of one of these kinds?
fn means(word: &str, kinds: &[Kind], packs: &Packs) -> bool {
    let id = packs.vocabulary.get(&word.to_lowercase());
    packs.lexicon.starting_with(id).iter().any(|m| kinds.contains(&m.kind) && m.rest.is_empty())
}

fn name_word(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        || matches!(word, "de" | "van" | "von" | "al" | "and" | "bin" | "da" | "dos")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(head: &[&str], i: usize) -> Option<String> {
        let body = head.len() - 1;
        at_head(head, body, i, casebook_packs::bundled())
    }

    #[test]
    fn a_byline_says_so() {
        for line in [
            "*By Ana de Sousa*",
            "EXCLUSIVE by Ana de Sousa",
            "An interview by Ana de Sousa",
            "Words: Ana de Sousa",
            "Interviews and text: Ana de Sousa",
            "As told to Ana de Sousa",
            "Reporting and writing by Ana de Sousa; editing by J. Diaz",
            "Lima, 3 May 2024. By Ana de Sousa and Ivo Petri",
            "3 May 2024, by Ana de Sousa",
        ] {
            assert!(byline(line).is_some_and(|a| a.starts_with("Ana de Sousa")), "{line}");
        }
        assert_eq!(maker("The Crossing is put together on Mondays by Ana de Sousa."), Some("Ana de Sousa".to_string()));
        for line in
            ["By the time Ana de Sousa came, he had left.", "The bridge was built by Ana de Sousa.", "By Friday"]
        {
            assert!(byline(line).or_else(|| maker(line)).is_none(), "{line}");
        }
    }

    #[test]
    fn a_name_beside_a_day_has_written_the_report() {
        let story = "The cook was freed on Friday after a year in a cell at the harbour, his employer said.";
        for (day, line) in [
            ("Lima, 3 May 2024", "Xolanga Brzeva-Quill"),
            ("The Harbour Mail, 3 May 2024", "Xolanga Brzeva-Quill"),
            ("3 May 2024", "Xolanga Brzeva-Quill, Lima, Harbour Mail"),
            ("Lima, May 2024", "Xolanga Brzeva-Quill (from the Spanish)"),
        ] {
            assert_eq!(
                signed(&["Cook freed in Lima", line, day, story], 1).as_deref(),
                Some("Xolanga Brzeva-Quill"),
                "{line}"
            );
        }
        let same = signed(&["Cook freed in Lima", "Xolanga Brzeva-Quill, 3 May 2024", story], 1);
        assert_eq!(same.as_deref(), Some("Xolanga Brzeva-Quill"));
        let two = signed(&["Cook freed in Lima", "Xolanga Brzeva and Ombo Takk", "3 May 2024", story], 1);
        assert_eq!(two.as_deref(), Some("Xolanga Brzeva and Ombo Takk"));
    }

    #[test]
    fn a_body_a_place_and_somebody_spoken_of_have_not() {
        let story = "Brzeva was freed on Friday after a year in a cell at the harbour, her employer said.";
        for line in ["Harbour Rights Desk", "Buenos Aires", "Xolanga Brzeva", "Freed Cooks"] {
            let story = story.replace("her employer", "one of two freed cooks");
            assert_eq!(signed(&["Cook freed in Lima", line, "Lima, 3 May 2024", &story], 1), None, "{line}");
        }
        assert_eq!(signed(&["Xolanga Takk", "Lima, 3 May 2024", story], 0), None, "a title");
    }
}
