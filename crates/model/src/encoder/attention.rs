//! Self-attention of one sequence, all heads.

use super::math::softmax;
use super::matrix::{pack, product, sized};
use super::network::WIDTH;

const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
/// The length of a row of scores is filled up to a multiple of this: the widest panel in use, so
/// that sums over a row run the same way on every machine.
const FILL: usize = 32;

/// Room for the numbers of one head.
#[derive(Default)]
pub struct Room {
    tiles: Vec<f32>,
    panels: Vec<f32>,
    scores: Vec<f32>,
}

/// Looks from every position of a sequence at all of them. `rows` holds query, key and value of
/// each position beside one another; `context` takes the result, [`WIDTH`] numbers a position.
#[inline(always)]
pub fn attend<const ROWS: usize, const COLUMNS: usize>(rows: &[f32], context: &mut [f32], room: &mut Room) {
    let n = context.len() / WIDTH;
    let wide = n.div_ceil(FILL) * FILL;
    let Room { tiles, panels, scores } = room;
    sized(scores, n * wide);
    for head in 0..HEADS {
        let query = head * HEAD;
        let (key, value) = (WIDTH + query, 2 * WIDTH + query);
        pack::<ROWS>(rows, 3 * WIDTH, query, HEAD, tiles);
        sized(panels, HEAD * wide);
        for (j, row) in rows.chunks_exact(3 * WIDTH).enumerate() {
            let panel = &mut panels[j / COLUMNS * COLUMNS * HEAD..];
            for (k, v) in row[key..key + HEAD].iter().enumerate() {
                panel[k * COLUMNS + j % COLUMNS] = *v;
            }
        }
        product::<ROWS, COLUMNS>(tiles, panels, HEAD, [n, wide, wide], scores);
        for row in scores.chunks_exact_mut(wide) {
            softmax(row, n);
        }
        pack::<ROWS>(scores, wide, 0, n, tiles);
        sized(panels, HEAD * n);
        for (j, row) in rows.chunks_exact(3 * WIDTH).enumerate() {
            for (p, part) in row[value..value + HEAD].chunks_exact(COLUMNS).enumerate() {
                panels[(p * n + j) * COLUMNS..][..COLUMNS].copy_from_slice(part);
            }
        }
        product::<ROWS, COLUMNS>(tiles, panels, n, [n, HEAD, WIDTH], &mut context[query..]);
    }
}
