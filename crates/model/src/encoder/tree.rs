//! The best tree under arc scores: Chu-Liu-Edmonds with exactly one child of the root.

/// Taken off every arc from the root, so that a second one is never worth it.
const ROOT_PENALTY: f64 = 1e5;

/// Heads of `n` words; `None` is the root. `scores[d * (n + 1) + h]` is the arc from head `h` (0 the
/// root, `w + 1` word `w`) to word `d`; ties go to the lower head.
#[must_use]
pub fn heads(scores: &[f32], n: usize) -> Vec<Option<usize>> {
    let greedy: Vec<usize> = (0..n)
        .map(|d| best(n + 1, |h| if h == d + 1 { f64::NEG_INFINITY } else { f64::from(scores[d * (n + 1) + h]) }))
        .collect();
    let chosen = if is_tree(&greedy) { greedy } else { spanning(scores, n) };
    chosen.into_iter().map(|h| h.checked_sub(1)).collect()
}

/// Position of the highest value, the first of equals.
fn best(n: usize, value: impl Fn(usize) -> f64) -> usize {
    let mut at = 0;
    for i in 1..n {
        if value(i) > value(at) {
            at = i;
        }
    }
    at
}

/// One child of the root, and every word leads to it.
fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|h| **h == 0).count() != 1 {
        return false;
    }
    (0..heads.len()).all(|start| {
        let (mut node, mut steps) = (start + 1, 0);
        while node > 0 && steps <= heads.len() {
            node = heads[node - 1];
            steps += 1;
        }
        node == 0
    })
}

fn spanning(scores: &[f32], n: usize) -> Vec<usize> {
    let size = n + 1;
    let mut matrix = vec![vec![f64::NEG_INFINITY; size]; size];
    for d in 1..size {
        for h in (0..size).filter(|h| *h != d) {
            matrix[d][h] = f64::from(scores[(d - 1) * size + h]) - if h == 0 { ROOT_PENALTY } else { 0.0 };
        }
    }
    arborescence(&matrix).split_off(1)
}

/// Contracts cycles one at a time. `scores[d][h]`; node 0 is the root and stays first.
fn arborescence(scores: &[Vec<f64>]) -> Vec<usize> {
    let size = scores.len();
    let mut heads: Vec<usize> = (0..size).map(|d| if d == 0 { 0 } else { best(size, |h| scores[d][h]) }).collect();
    let Some(cycle) = find_cycle(&heads) else { return heads };
    let outside: Vec<usize> = (0..size).filter(|v| !cycle.contains(v)).collect();
    let m = outside.len();
    let enter = |c: usize, h: usize| scores[cycle[c]][outside[h]] - scores[cycle[c]][heads[cycle[c]]];
    let mut small = vec![vec![f64::NEG_INFINITY; m + 1]; m + 1];
    let (mut entry, mut exit) = (vec![0; m], vec![0; m]);
    for (d, node) in outside.iter().enumerate() {
        for (h, head) in outside.iter().enumerate() {
            small[d][h] = scores[*node][*head];
        }
        exit[d] = best(cycle.len(), |c| scores[*node][cycle[c]]);
        small[d][m] = scores[*node][cycle[exit[d]]];
    }
    for (h, into) in entry.iter_mut().enumerate() {
        *into = best(cycle.len(), |c| enter(c, h));
        small[m][h] = enter(*into, h);
    }
    let solved = arborescence(&small);
    for (d, node) in outside.iter().enumerate().skip(1) {
        heads[*node] = if solved[d] < m { outside[solved[d]] } else { cycle[exit[d]] };
    }
    let head = solved[m].min(m - 1);
    heads[cycle[entry[head]]] = outside[head];
    heads
}

/// Some cycle of the head function, if there is one.
fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let (mut path, mut node) = (Vec::new(), start);
        while node > 0 && seen[node] == 0 {
            seen[node] = start;
            path.push(node);
            node = heads[node];
        }
        if node > 0
            && seen[node] == start
            && let Some(at) = path.iter().position(|v| *v == node)
        {
            return Some(path.split_off(at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_broken_where_it_costs_least() {
        // Words 1 and 2 prefer each other; the root prefers word 1 a little.
        let scores = [5.0, f32::MIN, 9.0, 4.0, 9.0, f32::MIN];
        assert_eq!(heads(&scores, 2), [None, Some(0)]);
        assert_eq!(heads(&[1.0, f32::MIN], 1), [None]);
    }

    #[test]
    fn any_scores_give_one_root_and_no_cycle() {
        let mut state = 7u32;
        for n in 1..40 {
            let scores: Vec<f32> = (0..n * (n + 1))
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as f32 / 16.0
                })
                .collect();
            let heads: Vec<usize> = heads(&scores, n).iter().map(|h| h.map_or(0, |h| h + 1)).collect();
            assert!(is_tree(&heads), "{n} words: {heads:?}");
        }
    }
}
