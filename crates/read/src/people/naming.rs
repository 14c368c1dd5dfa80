//! Whether two printed names name one person: in full, by family or given name, by initials, or but for
//! a misprint. A pseudonym matches itself only.

use super::Person;
use super::mention::Mention;
use crate::doc::Doc;

/// How well a name that could be a person's is theirs: in full before its last word before any part of
/// it; of two of one family the one who is nobody's relative ("Obi" beside "his wife, Ada Obi").
pub fn closeness(p: &Person, name: &str) -> u8 {
    let last = |s: &str| s.rsplit(' ').next().unwrap_or("").to_lowercase();
    let (full, family) = (p.name.eq_ignore_ascii_case(name), last(&p.name) == last(name));
    4 * u8::from(full) + 2 * u8::from(family) + u8::from(p.kin_of.is_none())
}

/// Is it somebody's family name alone, without a title? A woman may bear one that is also given to boys.
pub fn family_name(doc: &Doc<'_>, p: &Person, mention: &Mention) -> bool {
    let untitled = mention.tokens.start == mention.core.start;
    let lone = mention.core.len() == 1 && p.name.contains(' ');
    untitled && lone && p.name.split(' ').next_back() == Some(doc.quote(mention.core.clone()))
}

/// Do two printed names name one person? A pseudonym matches itself only.
pub fn names_match(a: &str, b: &str, pseudonym: bool) -> bool {
    let parts = |s: &str| {
        s.split([' ', '-', '–', '‐', '‑']).filter(|p| !p.is_empty()).map(str::to_lowercase).collect::<Vec<_>>()
    };
    let ((a, nick_a), (b, nick_b)) = (apart(a), apart(b));
    let called = |nick: Option<&str>, name: &str| nick.is_some_and(|n| n.eq_ignore_ascii_case(name));
    if !pseudonym && (called(nick_a, &b) || called(nick_b, &a)) {
        return true;
    }
    let (a, b) = (parts(&a), parts(&b));
    if a == b {
        return true;
    }
    if pseudonym || a.is_empty() || b.is_empty() {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    match short.as_slice() {
        [one] => {
            let [first, .., last] = long.as_slice() else { return misprint(one, &long[0]) };
            // "Salinas" for "Hector Salinas Vega": either of two family names.
            one == last
                || one == first
                || misprint(one, last)
                || (long.len() > 2 && one.len() > 3 && long.contains(one))
        }
        [first, .., last] => {
            let end_of_long = &long[long.len() - 1];
            let rest_same = a.len() == b.len() && a.len() > 2 && short[..short.len() - 1] == long[..long.len() - 1];
            let last_same = last == end_of_long || misprint(last, end_of_long) || rest_same && near(last, end_of_long);
            let initial = |x: &str, y: &str| {
                x.trim_end_matches('.').chars().count() == 1 && y.starts_with(x.trim_end_matches('.'))
            };
            // "Zheng-Amari" for "Nadia Zheng-Amari", "Ana Rivero" for "Ana Rivero Santana".
            let end = long.ends_with(short);
            let without_last = long.len() > 2 && long.starts_with(short);
            end || without_last
                || last_same && (first == &long[0] || initial(first, &long[0]) || initial(&long[0], first))
        }
        [] => false,
    }
}

/// A name without the nickname that it holds in quotation marks, and the nickname.
fn apart(name: &str) -> (String, Option<&str>) {
    let mark = |c: char| matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'');
    let opening = name.char_indices().find(|(i, c)| mark(*c) && name[..*i].ends_with(' '));
    let nick = opening.and_then(|(i, c)| {
        let rest = &name[i + c.len_utf8()..];
        let (end, close) = rest.char_indices().find(|(j, c)| mark(*c) && rest[j + c.len_utf8()..].starts_with(' '))?;
        Some((format!("{}{}", &name[..i], rest[end + close.len_utf8()..].trim_start()), &rest[..end]))
    });
    nick.map_or((name.to_owned(), None), |(name, nick)| (name, Some(nick)))
}

/// One letter lost, added or changed in a word of any length.
fn near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (&a[same..], &b[same..]);
    match ra.len().cmp(&rb.len()) {
        std::cmp::Ordering::Equal => ra.is_empty() || ra[1..] == rb[1..],
        std::cmp::Ordering::Less => ra == &rb[1..],
        std::cmp::Ordering::Greater => &ra[1..] == rb,
    }
}

/// One letter lost, added or changed in a word of six or more letters with the same first letter.
fn misprint(a: &str, b: &str) -> bool {
    let long = a.chars().count().min(b.chars().count()) >= 6;
    long && a.chars().next() == b.chars().next() && near(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_by_parts_and_misprints_but_pseudonyms_only_themselves() {
        assert!(names_match("Martin Kellner", "KEllner", false));
        assert!(names_match("Samir Rahmanov", "Rahmanov", false));
        assert!(names_match("J. Marek", "Josef Marek", false));
        assert!(names_match("Rahmanov", "Rahmanow", false));
        assert!(!names_match("Ana Silva", "Maria Silva", false));
        assert!(!names_match("Rafael", "Rafael Lima", true));
        assert!(!names_match("Ivan", "Ivana", false));
        assert!(names_match("Zheng-Amari", "Nadia Zheng-Amari", false));
        assert!(names_match("Hector Salinas Vega", "Salinas", false));
        assert!(names_match("Ana Rivero", "Ana Rivero Santana", false));
        assert!(!names_match("Ana Rivero", "Ana Santana", false));
        assert!(names_match("Ana \"Nan\" Silva", "Nan", false));
        assert!(names_match("Silva", "Ana “Nan” Silva", false));
        assert!(names_match("Ana Silva", "Ana “Nan” Silva", false));
        assert!(!names_match("Ana “Nan” Silva", "Nan Rivero", false));
        assert!(!names_match("N'Dour", "Dour", false));
    }
}
