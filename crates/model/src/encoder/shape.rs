//! What a word's letters look like, told apart where a sentence's capitals tell nothing (headlines,
//! shouting, text without capitals). Source: `training/encoder/FORMAT.md`, section 3.

/// Counts of upper-case letters, lower-case letters and ASCII digits.
#[derive(Clone, Copy)]
struct Counts {
    upper: usize,
    lower: usize,
    digits: usize,
}

/// What the sentence as a whole says about its capitals.
struct Flags {
    plain: bool,
    shout: bool,
    title: bool,
}

/// Name of the shape of every word of a sentence.
#[must_use]
pub fn shapes(words: &[&str]) -> Vec<&'static str> {
    let counts: Vec<Counts> = words.iter().map(|w| count(w)).collect();
    let flags = flags(&counts);
    let first = counts.iter().position(|c| c.upper + c.lower > 0);
    words.iter().zip(&counts).enumerate().map(|(i, (w, c))| shape(w, *c, &flags, first == Some(i))).collect()
}

fn count(word: &str) -> Counts {
    let mut out = Counts { upper: 0, lower: 0, digits: 0 };
    for c in word.chars() {
        out.upper += usize::from(c.is_uppercase());
        out.lower += usize::from(c.is_lowercase());
        out.digits += usize::from(c.is_ascii_digit());
    }
    out
}

fn flags(counts: &[Counts]) -> Flags {
    let loud = counts.iter().filter(|c| c.lower == 0 && c.upper >= 2).count();
    let several = counts.iter().filter(|c| c.upper + c.lower >= 2).count();
    let mut long = counts.iter().filter(|c| c.upper + c.lower >= 4);
    Flags {
        plain: counts.iter().all(|c| c.upper == 0),
        shout: loud >= 3 && 2 * loud > several,
        title: long.clone().count() >= 3 && long.all(|c| c.upper > 0),
    }
}

fn shape(word: &str, c: Counts, flags: &Flags, first: bool) -> &'static str {
    let pick = |condition: bool, yes: &'static str, no: &'static str| if condition { yes } else { no };
    match c {
        Counts { upper: 0, lower: 0, digits } => pick(digits > 0, "number", "symbol"),
        Counts { digits: 1.., .. } => "alnum",
        Counts { upper: 0, .. } => pick(flags.plain, "plain", "lower"),
        Counts { upper: 1, lower: 0, .. } => "letter",
        Counts { lower: 0, .. } => pick(flags.shout, "shout", "upper"),
        Counts { upper, .. } => {
            let starts_upper =
                word.chars().find(|c| c.is_uppercase() || c.is_lowercase()).is_some_and(char::is_uppercase);
            match upper == 1 && starts_upper {
                false => "mixed",
                true if flags.title => "title",
                true => pick(first, "first", "capital"),
            }
        }
    }
}
