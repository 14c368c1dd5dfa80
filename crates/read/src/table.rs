//! Tables of learned weights, as text: a line with the columns, then for every feature a line with its weight in each.

use std::collections::BTreeMap;

/// Weights of features, by name.
pub struct Table {
    columns: Vec<&'static str>,
    weights: BTreeMap<&'static str, Vec<f32>>,
}

impl Table {
    /// Reads a table; lines that begin with `#` are remarks.
    #[must_use]
    pub fn parse(text: &'static str) -> Table {
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let columns = lines.next().unwrap_or("").split('\t').skip(1).collect();
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            let name = cells.next()?;
            Some((name, cells.map(|c| c.parse().unwrap_or(0.0)).collect()))
        };
        Table { columns, weights: lines.filter_map(row).collect() }
    }

    /// The columns, in the order of the file.
    #[must_use]
    pub fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    /// The features, in order.
    pub fn features(&self) -> impl Iterator<Item = &'static str> + Clone + '_ {
        self.weights.keys().copied()
    }

    /// Is there a weight in every column of every row?
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.weights.values().all(|w| w.len() == self.columns.len())
    }

    /// The weights of one feature, a column each.
    #[must_use]
    pub fn row(&self, feature: &str) -> Option<&[f32]> {
        self.weights.get(feature).map(Vec::as_slice)
    }

    /// For each column the sum of the weights of these features, in their order; those it does not know weigh nothing.
    pub fn sums<'f>(&self, features: impl IntoIterator<Item = &'f str>) -> Vec<f32> {
        let mut sums = vec![0.0f32; self.columns.len()];
        for weights in features.into_iter().filter_map(|f| self.weights.get(f)) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_summed_by_column_and_unknown_features_weigh_nothing() {
        let table = Table::parse("# note\nfeature\ta\tb\nnear\t1\t-0.5\nfar\t-2\t0.25\n");
        assert_eq!(table.columns(), ["a", "b"]);
        assert!(table.is_whole());
        assert_eq!(table.sums(["near", "far", "elsewhere"]), [-1.0, -0.25]);
        assert_eq!(table.row("far"), Some([-2.0, 0.25].as_slice()));
        assert_eq!(table.row("elsewhere"), None);
    }
}
