//! Draws a dependency tree beside its words, in the order of the text, after the manner of Udapi's
//! text-mode trees. Crossing lines of non-projective trees are drawn as such.

/// One drawn line per word. `heads` holds the number of each word's governor, from one; zero for
/// the root.
pub fn draw(heads: &[usize]) -> Vec<String> {
    let mut lines: Vec<Vec<char>> = vec![Vec::new(); heads.len()];
    let mut kids: Vec<Vec<usize>> = vec![Vec::new(); heads.len()];
    let mut stack = Vec::new();
    for (i, head) in heads.iter().enumerate() {
        match head.checked_sub(1) {
            Some(head) if head != i && head < heads.len() => kids[head].push(i),
            _ => stack.push(i),
        }
    }
    while let Some(node) = stack.pop() {
        column(node, &kids[node], &mut lines);
        stack.extend(&kids[node]);
    }
    lines.into_iter().map(|line| line.into_iter().collect()).collect()
}

/// Adds the column that holds a node and the lines to its dependents.
fn column(node: usize, kids: &[usize], lines: &mut [Vec<char>]) {
    let first = kids.first().map_or(node, |k| node.min(*k));
    let last = kids.last().map_or(node, |k| node.max(*k));
    // Two columns a level: the eye follows a line more easily than a corner.
    let width = lines[first..=last].iter().map(Vec::len).max().map_or(0, |widest| widest + usize::from(widest > 0));
    for (i, line) in lines.iter_mut().enumerate().take(last + 1).skip(first) {
        let runs_on = line.last().is_some_and(|c| matches!(c, '─' | '╭' | '├' | '╰' | '┼'));
        line.resize(width.max(line.len()), if runs_on { '─' } else { ' ' });
        line.push(match (i == first, i == last) {
            (true, true) => '╼',
            (true, false) if i == node => '┮',
            (false, true) if i == node => '┶',
            (false, false) if i == node => '┾',
            (true, false) => '╭',
            (false, true) => '╰',
            (false, false) if kids.contains(&i) => '├',
            (false, false) if runs_on => '┼',
            (false, false) => '│',
        });
    }
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn words_stay_in_order() {
        // Police(3) have(3) arrested(0) the(5) man(3)
        let drawn = draw(&[3, 3, 0, 5, 3]);
        assert_eq!(drawn, ["╭─╼", "├─╼", "┾", "│ ╭─╼", "╰─┶"]);
    }

    #[test]
    fn crossing_lines_and_odd_heads_are_drawn() {
        assert_eq!(draw(&[0, 4, 1, 1]), ["┮", "│ ╭─╼", "├─┼─╼", "╰─┶"].map(String::from).to_vec());
        assert_eq!(draw(&[9, 2]), ["╼", "╼"]);
        assert!(draw(&[]).is_empty());
    }
}
