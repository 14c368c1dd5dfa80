//! Dictionary forms of regular verbs, where the models spoil one.

/// Endings of English verbs and what the dictionary form has in their place, the surest first.
const ENDINGS: [(&str, &[&str]); 6] = [
    ("ies", &["y", "ie"]),
    ("ied", &["y", "ie"]),
    ("es", &["e", ""]),
    ("s", &[""]),
    ("ed", &["e", ""]),
    ("ing", &["e", ""]),
];
/// Letters of the shortest stem.
const STEM: usize = 2;

/// The dictionary form of a verb by its ending, if it is a word that `known` knows; of two that are, the one with more of
/// the form ("hoped": "hope").
pub fn base(form: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let form = form.to_lowercase();
    let mut candidates = ENDINGS.iter().filter_map(|(ending, bases)| Some((form.strip_suffix(ending)?, bases)));
    candidates.find_map(|(stem, bases)| {
        let plain = bases.iter().map(|b| format!("{stem}{b}"));
        let mut all = plain.chain(undoubled(stem).map(str::to_string));
        all.find(|w| stem.len() >= STEM && known(w))
    })
}

/// "plann" of "planned" without the letter that the ending doubles.
fn undoubled(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    let doubled = bytes.len() > STEM && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    stem.get(..stem.len() - 1).filter(|_| doubled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_give_the_dictionary_form_that_is_a_word() {
        let words = ["deny", "refuse", "plan", "hand", "sit", "hope", "hop", "free", "rely", "lie", "agree"];
        let known = |w: &str| words.contains(&w);
        for (form, want) in [
            ("denies", Some("deny")),
            ("Refused", Some("refuse")),
            ("planned", Some("plan")),
            ("handed", Some("hand")),
            ("sitting", Some("sit")),
            ("hoped", Some("hope")),
            ("hopping", Some("hop")),
            ("freed", Some("free")),
            ("relied", Some("rely")),
            ("lies", Some("lie")),
            ("agreed", Some("agree")),
            ("typed", None),
            ("gave", None),
        ] {
            assert_eq!(base(form, known).as_deref(), want, "{form}");
        }
    }
}
