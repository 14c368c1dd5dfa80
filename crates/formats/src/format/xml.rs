//! XML of office documents as a walk: elements open and close, text comes between. Namespaces' prefixes are left
//! away: the names the readers look for differ without them.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::opening::Trouble;

/// One step of the walk.
pub enum Step<'a> {
    /// An element opens.
    Open(&'a str, &'a Attributes<'a>),
    /// An element closes.
    Close(&'a str),
    /// Text, entities resolved.
    Text(&'a str),
}

/// Whether to go into an element that opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Into {
    /// Yes.
    Yes,
    /// No: neither its text nor its elements nor its close are shown.
    No,
}

/// Attributes of an element, by their names without prefix.
pub struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// True when the element's own name has this prefix, where names do clash.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.0.name().prefix().is_some_and(|p| p.as_ref() == prefix)
    }

    /// The value, entities resolved.
    pub fn get(&self, name: &str) -> Option<String> {
        let attribute = self.0.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
        quick_xml::escape::unescape(&attribute.value).ok().map(|v| v.into_owned())
    }
}

/// Deepest nesting of elements. Word and LibreOffice stay below a hundred.
const DEPTH: usize = 1000;

/// Walks to the end, or to where the document is broken; what came before has been shown then.
///
/// # Errors
/// Not well-formed, or nested too deep. Document type declarations are passed over: entities they define are not
/// resolved, so none can grow.
pub fn walk(bytes: &[u8], mut visit: impl FnMut(Step<'_>) -> Into) -> Result<(), Trouble> {
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let (mut depth, mut skipped) = (0_usize, 0_usize);
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(element) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(broken(()));
                }
                let name = element.local_name();
                let name = name.as_ref();
                let inside = skipped > 0 || visit(Step::Open(name, &Attributes(&element))) == Into::No;
                skipped += usize::from(inside);
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                if skipped > 0 {
                    skipped -= 1;
                } else {
                    visit(Step::Close(element.local_name().as_ref()));
                }
            }
            Event::Text(text) if skipped == 0 => drop(visit(Step::Text(&text))),
            Event::CData(text) if skipped == 0 => drop(visit(Step::Text(&text))),
            Event::GeneralRef(name) if skipped == 0 => drop(visit(Step::Text(&entity(&name)))),
            // The end before all is closed: cut off.
            Event::Eof if depth > 0 => return Err(broken(())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The five entities of XML and numbers; others are not resolved.
fn entity(name: &BytesRef<'_>) -> String {
    let character = name.resolve_char_ref().ok().flatten().map(String::from);
    let named = || quick_xml::escape::resolve_predefined_entity(name).map(str::to_string);
    character.or_else(named).unwrap_or("\u{fffd}".to_string())
}

fn broken<E>(_: E) -> Trouble {
    Trouble::new("its inner text is broken from some point on", "open it in the program that made it and save it again")
}

/// Office programs write UTF-8; others may write UTF-16 with a mark.
fn decode(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    encoding_rs::UTF_8.decode(bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(xml: &str) -> (String, bool) {
        let mut all = String::new();
        let end = walk(xml.as_bytes(), |step| {
            match step {
                Step::Text(t) => all.push_str(t),
                Step::Open("skip", _) => return Into::No,
                Step::Open("s", a) => all.push_str(&a.get("c").unwrap_or_default()),
                _ => {}
            }
            Into::Yes
        });
        (all, end.is_ok())
    }

    #[test]
    fn text_entities_and_attributes_come_and_what_is_skipped_does_not() {
        let xml = "<a>x &amp; &#x6e;<b:skip>no<c>no</c></b:skip><s p:c='&lt;7'/>y</a>";
        assert_eq!(text(xml), ("x & n<7y".to_string(), true));
    }

    #[test]
    fn a_document_cut_off_shows_what_came_before() {
        assert_eq!(text("<a>one<b>two"), ("onetwo".to_string(), false));
        assert!(!text("<a>one</b>two").1);
    }

    #[test]
    fn entities_of_a_document_type_do_not_grow() {
        let xml = "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;'>]><a>&m;</a>";
        assert_eq!(text(xml), ("\u{fffd}".to_string(), true));
    }
}
