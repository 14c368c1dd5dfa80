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
    queries: Vec<f32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
    shares: Vec<f32>,
    values: Vec<f32>,
}

/// Looks from every position of a sequence at all of them. `rows` holds query, key and value of
/// each position beside one another; `context` takes the result, [`WIDTH`] numbers a position.
#[inline(always)]
pub fn attend<const ROWS: usize, const COLUMNS: usize>(rows: &[f32], context: &mut [f32], room: &mut Room) {
    let n = context.len() / WIDTH;
    let wide = n.div_ceil(FILL) * FILL;
    let Room { queries, keys, scores, shares, values } = room;
    sized(scores, n * wide);
    sized(keys, HEAD * wide);
    sized(values, HEAD * n);
    for head in 0..HEADS {
        let query = head * HEAD;
        let (key, value) = (WIDTH + query, 2 * WIDTH + query);
        pack::<ROWS>(rows, 3 * WIDTH, query, HEAD, queries);
        for (j, row) in rows.chunks_exact(3 * WIDTH).enumerate() {
            let panel = &mut keys[j / COLUMNS * COLUMNS * HEAD..];
            for (k, v) in row[key..key + HEAD].iter().enumerate() {
                panel[k * COLUMNS + j % COLUMNS] = *v;
            }
        }
        product::<ROWS, COLUMNS>(queries, keys, HEAD, [n, wide, wide], scores);
        for row in scores.chunks_exact_mut(wide) {
            softmax(row, n);
        }
        pack::<ROWS>(scores, wide, 0, n, shares);
        for (j, row) in rows.chunks_exact(3 * WIDTH).enumerate() {
            for (p, part) in row[value..value + HEAD].chunks_exact(COLUMNS).enumerate() {
                values[(p * n + j) * COLUMNS..][..COLUMNS].copy_from_slice(part);
            }
        }
        product::<ROWS, COLUMNS>(shares, values, n, [n, HEAD, WIDTH], &mut context[query..]);
    }
}
