//! Steps of a locator that do not repeat within one container.

use std::collections::BTreeMap;

/// The steps taken so far.
#[derive(Debug, Default)]
pub struct Steps(BTreeMap<String, u32>);

impl Steps {
    /// The step itself, or `STEP (2)` and so on when it was taken before.
    pub fn unique(&mut self, step: &str) -> String {
        let taken = self.0.entry(step.to_string()).or_default();
        *taken += 1;
        if *taken == 1 { step.to_string() } else { format!("{step} ({taken})") }
    }
}
