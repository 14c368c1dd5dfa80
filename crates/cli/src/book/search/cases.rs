//! Whose case a passage belongs to.

use std::ops::Range;

use serde_json::Value;

/// A person with a case that a passage is about.
pub struct Near {
    /// Id in the reading: `docs DOCUMENT` shows the case.
    pub person: String,
    /// Name as printed.
    pub name: String,
}

/// People with a case who are mentioned in the code points of a passage, or of whom a claim there is. `reading` is
/// the reading as JSON, empty where the document has not been read.
pub fn within(reading: &str, points: &Range<usize>) -> Vec<Near> {
    let Ok(reading) = serde_json::from_str::<Value>(reading) else { return Vec::new() };
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let here = |anchors: &Value| {
        let at = |a: &Value| usize::try_from(a["start"].as_u64()?).ok();
        list(anchors).iter().filter_map(at).any(|at| points.contains(&at))
    };
    let claims = list(&reading["claims"]);
    let near = |person: &&Value| {
        let told = || claims.iter().any(|c| c["about"] == person["id"] && here(&c["anchors"]));
        person["role"] == "subject" && (here(&person["mentions"]) || told())
    };
    list(&reading["people"]).iter().filter(near).map(one).collect()
}

/// A person as on the page of the document: by name, or by the first words for somebody without one.
fn one(person: &Value) -> Near {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let name = match text(&person["name"]) {
        name if name.is_empty() => text(&person["mentions"][0]["quote"]),
        name if person["identity_level"] == "pseudonym" => format!("\u{201c}{name}\u{201d}"),
        name => name,
    };
    Near { person: text(&person["id"]), name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_near_by_a_mention_or_a_claim_and_a_speaker_has_none() {
        let reading = serde_json::json!({
            "people": [
                {"id": "p1", "name": "Ada", "role": "subject", "mentions": [{"start": 3}]},
                {"id": "p2", "name": "", "role": "subject", "mentions": [{"start": 90, "quote": "a cook"}]},
                {"id": "p3", "name": "Cem", "role": "witness", "mentions": [{"start": 5}]},
            ],
            "claims": [{"about": "p2", "anchors": [{"start": 7}]}],
        });
        let names = |points| within(&reading.to_string(), &points).into_iter().map(|n| n.name).collect::<Vec<_>>();
        assert_eq!(names(0..5), ["Ada"]);
        assert_eq!(names(5..20), ["a cook"]);
        assert!(names(20..80).is_empty());
        assert!(within("", &(0..5)).is_empty());
    }
}
