//! Main text, title, author and date of the article pages of the WCXB benchmark.
//!
//! Text: mean over pages of the F1 of single words, lower case. Title, author: the same words in
//! the same order, case and punctuation aside; author also when one names the other's whole name
//! among several. Date: the same day. Accuracy counts the pages whose truth names the field.

use std::path::Path;

use serde_json::Value;

use crate::overlap::{f1, mean, precision_recall, words};
use crate::{Outcome, json, page, read_page};

/// Measures and prints.
pub fn run(folder: &Path) -> Outcome<()> {
    let mut texts = Vec::new();
    let mut fields = [Field::new("title"), Field::new("author"), Field::new("publish_date")];
    let mut names: Vec<_> =
        std::fs::read_dir(folder.join("ground-truth"))?.filter_map(Result::ok).map(|e| e.path()).collect();
    names.sort();
    for path in &names {
        let truth = &json(path)?["ground_truth"];
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        let read = read_page(&page(&folder.join("html").join(format!("{id}.html.gz")))?);
        let text = read.as_ref().map_or(String::new(), |d| d.text.text.to_lowercase());
        let gold = truth["main_content"].as_str().unwrap_or("").to_lowercase();
        let (p, r) = precision_recall(&words(&gold), &words(&text), 1);
        texts.push(f1(p.unwrap_or(0.0), r.unwrap_or(0.0)));
        let metadata = read.map(|d| d.metadata).unwrap_or_default();
        for (field, got) in fields.iter_mut().zip([metadata.title, metadata.author, metadata.published]) {
            field.count(truth, got.as_deref());
        }
    }
    println!("wcxb-articles ({} pages): word F1 {:.4}", texts.len(), mean(&texts));
    for f in &fields {
        println!(
            "  {:<13} right {:3} of {:3} ({:.3}), wrong {}, not found {}, given where none is known {}",
            f.name,
            f.right,
            f.known,
            f.right as f64 / f.known.max(1) as f64,
            f.wrong,
            f.known - f.right - f.wrong,
            f.extra
        );
    }
    Ok(())
}

struct Field {
    name: &'static str,
    known: usize,
    right: usize,
    wrong: usize,
    extra: usize,
}

impl Field {
    fn new(name: &'static str) -> Field {
        Field { name, known: 0, right: 0, wrong: 0, extra: 0 }
    }

    fn count(&mut self, truth: &Value, got: Option<&str>) {
        let Some(gold) = truth[self.name].as_str().filter(|g| !g.trim().is_empty()) else {
            self.extra += usize::from(got.is_some());
            return;
        };
        self.known += 1;
        match got {
            None => {}
            Some(got) if self.same(gold, got) => self.right += 1,
            Some(_) => self.wrong += 1,
        }
    }

    fn same(&self, gold: &str, got: &str) -> bool {
        if self.name == "publish_date" {
            return gold.get(..10) == got.get(..10);
        }
        let (gold, got) = (gold.to_lowercase(), got.to_lowercase());
        let (gold, got) = (words(&gold).join(" "), words(&got).join(" "));
        let inside = |a: &str, b: &str| format!(" {a} ").contains(&format!(" {b} "));
        gold == got || (self.name == "author" && !got.is_empty() && (inside(&gold, &got) || inside(&got, &gold)))
    }
}
