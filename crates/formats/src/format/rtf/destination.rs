//! Destinations and characters that RTF has control words for. Source: specification 1.9.1, "Destinations" and
//! "Special characters".

/// Where the text of a group goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// The text.
    Body,
    /// A note, set at the end.
    Note,
    /// The title.
    Title,
    /// The author.
    Author,
    /// The day it was made.
    Created,
    /// The table of fonts.
    Fonts,
    /// It is passed over.
    Nowhere,
}

/// Where the text of a destination goes, for the destinations that are known.
pub fn destination(name: &str) -> Option<Destination> {
    Some(match name {
        "footnote" => Destination::Note,
        "title" => Destination::Title,
        "author" => Destination::Author,
        "creatim" => Destination::Created,
        "fonttbl" => Destination::Fonts,
        "shptxt" => Destination::Body,
        "colortbl" | "stylesheet" | "pict" | "nonshppict" | "fldinst" | "bkmkstart" | "bkmkend" | "listtext"
        | "pntext" | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf"
        | "ftnsep" | "ftnsepc" | "ftncn" | "xe" | "tc" | "annotation" | "sn" | "sv" | "objdata" | "revtim"
        | "printim" | "buptim" | "operator" | "company" | "manager" | "subject" | "keywords" | "doccomm"
        | "comment" | "category" | "hlinkbase" => Destination::Nowhere,
        _ => return None,
    })
}

/// Control words that are characters.
pub fn special(name: &str) -> &'static str {
    match name {
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "tab" | "emspace" | "enspace" | "nestcell" | "nestrow" => " ",
        "line" => "\n",
        "zwj" => "\u{200d}",
        "zwnj" => "\u{200c}",
        _ => "",
    }
}
