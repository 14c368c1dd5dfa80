//! Who is named in part: by a forename, a nickname or initials.

use casebook_packs::Kind as Lex;

use super::mention::{Kind, Mention};
use super::{People, goes_by};
use crate::annotate::{Annotations, Label};
use crate::doc::Doc;
use crate::zone::Zone;

/// Named by one word or by initials and nothing else, everywhere: a forename, a nickname, "Mr Stark", "A.B.". Who speaks for
/// an office or is known by a rank alone is named by a family name.
pub fn named(doc: &Doc<'_>, notes: &Annotations, people: &People, person: usize) -> bool {
    let p = &people.persons[person];
    let names: Vec<&Mention> =
        p.mentions.iter().map(|m| &people.mentions[*m]).filter(|m| m.kind == Kind::Name).collect();
    let given = |m: &&&Mention| notes.at(m.core.start, Label::Lexicon(Lex::GivenName)).is_some();
    let one_word = !names.is_empty() && names.iter().all(|m| m.core.len() == 1);
    let initials = |m: &&Mention| m.core.clone().all(|t| is_initial(doc.form(t)));
    if !names.is_empty() && names.iter().all(initials) {
        return true;
    }
    // "Marta T.": of a family name the initial alone.
    let fullest = names.iter().max_by_key(|m| m.core.len());
    if fullest.is_some_and(|m| m.core.len() > 1 && m.core.clone().next_back().is_some_and(|t| is_initial(doc.form(t))))
    {
        return true;
    }
    // "signed as Coach Bella": whatever the name, unless a longer one is told as well.
    let first = names.iter().find(|m| doc.sentence(m.head).zone == Zone::Body).filter(|m| goes_by::introduced(doc, m));
    if first.is_some_and(|f| names.iter().all(|m| m.core.len() <= f.core.len())) {
        return true;
    }
    // "Putin", spoken of once, is known by his family name.
    let known = p.is_aside() || p.mentions.len() < 2;
    one_word && (names.iter().any(|m| given(&m)) || p.kin_of.is_some() || !known)
}

/// "A." or "A.B.": capitals, each with its full stop.
fn is_initial(form: &str) -> bool {
    let letters: Vec<&str> = form.trim_end_matches('.').split('.').collect();
    form.ends_with('.') && letters.iter().all(|l| l.chars().count() == 1 && l.chars().all(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::is_initial;

    #[test]
    fn initials_are_capitals_with_full_stops() {
        assert!(["A.", "A.B.", "Ş.K.O."].into_iter().all(is_initial));
        assert!(!["A", "Ab.", "a.", "A.B", "."].into_iter().any(is_initial));
    }
}
