//! JSON-LD in pages: the article object, wherever it stands in the graph.

use serde_json::Value;

/// The first object of an article-like type, searched depth first.
pub fn article(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(items) => items.iter().find_map(article),
        Value::Object(fields) => {
            if is_article(value) {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"]
                .iter()
                .find_map(|k| fields.get(*k).and_then(article))
        }
        _ => None,
    }
}

fn is_article(value: &Value) -> bool {
    let article = |t: &str| {
        t.ends_with("Article") || matches!(t, "BlogPosting" | "Report" | "LiveBlogPosting" | "AnalysisNewsArticle")
    };
    match &value["@type"] {
        Value::String(t) => article(t),
        Value::Array(ts) => ts.iter().filter_map(Value::as_str).any(article),
        _ => false,
    }
}

/// A text field; of a list the first.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_string()).filter(|s| !s.is_empty()),
        Value::Array(items) => items.iter().find_map(text),
        _ => None,
    }
}

/// Names of one or several people or bodies, joined by commas.
pub fn names(value: &Value) -> Option<String> {
    let all: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(names).collect(),
        Value::Object(fields) => fields.get("name").and_then(text).into_iter().collect(),
        Value::String(_) => text(value).filter(|t| !t.starts_with("http")).into_iter().collect(),
        _ => Vec::new(),
    };
    (!all.is_empty()).then(|| all.join(", "))
}
