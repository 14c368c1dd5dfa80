//! Products of a tile of bytes with a panel of bytes, by the instructions that a machine has for them.
//!
//! Every one of these gives the same sums: none of them saturates.

/// Loops that any machine can do.
#[inline(always)]
pub fn portable<const ROWS: usize, const COLUMNS: usize>(
    tile: &[[i32; ROWS]],
    panel: &[[i32; COLUMNS]],
) -> [[i32; COLUMNS]; ROWS] {
    let mut sums = [[0; COLUMNS]; ROWS];
    for (a, w) in tile.iter().zip(panel) {
        for r in 0..ROWS {
            let [a0, a1, a2, a3] = a[r].to_le_bytes().map(i32::from);
            for c in 0..COLUMNS {
                let w = w[c];
                sums[r][c] += a0 * (w << 24 >> 24) + a1 * (w << 16 >> 24) + a2 * (w << 8 >> 24) + a3 * (w >> 24);
            }
        }
    }
    sums
}

#[cfg(target_arch = "x86_64")]
pub use wide::{avx_vnni, avx2, avx512_vnni};

#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::*;

    /// Adds four products at a time, in vectors of 512 bits.
    #[inline]
    #[target_feature(enable = "avx512f,avx512vnni")]
    pub fn avx512_vnni<const ROWS: usize>(tile: &[[i32; ROWS]], panel: &[[i32; 32]]) -> [[i32; 32]; ROWS] {
        let mut sums = [[_mm512_setzero_si512(); 2]; ROWS];
        for (a, w) in tile.iter().zip(panel) {
            let w = [load512(&w[..16]), load512(&w[16..])];
            for r in 0..ROWS {
                let a = _mm512_set1_epi32(a[r]);
                for c in 0..2 {
                    sums[r][c] = _mm512_dpbusd_epi32(sums[r][c], a, w[c]);
                }
            }
        }
        numbers(sums)
    }

    /// Adds four products at a time, in vectors of 256 bits.
    #[inline]
    #[target_feature(enable = "avx2,avxvnni")]
    pub fn avx_vnni<const ROWS: usize>(tile: &[[i32; ROWS]], panel: &[[i32; 16]]) -> [[i32; 16]; ROWS] {
        let mut sums = [[_mm256_setzero_si256(); 2]; ROWS];
        for (a, w) in tile.iter().zip(panel) {
            let w = [load256(&w[..8]), load256(&w[8..])];
            for r in 0..ROWS {
                let a = _mm256_set1_epi32(a[r]);
                for c in 0..2 {
                    sums[r][c] = _mm256_dpbusd_avx_epi32(sums[r][c], a, w[c]);
                }
            }
        }
        numbers(sums)
    }

    /// Bytes widened to sixteen bits, the even ones and the odd ones apart: the instruction for bytes
    /// saturates, this one cannot.
    #[inline]
    #[target_feature(enable = "avx2")]
    pub fn avx2<const ROWS: usize>(tile: &[[i32; ROWS]], panel: &[[i32; 16]]) -> [[i32; 16]; ROWS] {
        let mut sums = [[_mm256_setzero_si256(); 2]; ROWS];
        for (a, w) in tile.iter().zip(panel) {
            let w = [load256(&w[..8]), load256(&w[8..])];
            let even = [_mm256_slli_epi16::<8>(w[0]), _mm256_slli_epi16::<8>(w[1])];
            let even = [_mm256_srai_epi16::<8>(even[0]), _mm256_srai_epi16::<8>(even[1])];
            let odd = [_mm256_srai_epi16::<8>(w[0]), _mm256_srai_epi16::<8>(w[1])];
            for r in 0..ROWS {
                let (a, b) = (_mm256_set1_epi32(a[r] & 0x00ff_00ff), _mm256_set1_epi32(a[r] >> 8 & 0x00ff_00ff));
                for c in 0..2 {
                    let both = _mm256_add_epi32(_mm256_madd_epi16(a, even[c]), _mm256_madd_epi16(b, odd[c]));
                    sums[r][c] = _mm256_add_epi32(sums[r][c], both);
                }
            }
        }
        numbers(sums)
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn load512(w: &[i32]) -> __m512i {
        _mm512_setr_epi32(
            w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11], w[12], w[13], w[14], w[15],
        )
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn load256(w: &[i32]) -> __m256i {
        _mm256_setr_epi32(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
    }

    /// A vector of nothing but numbers.
    trait Vector: Copy {}

    impl Vector for __m512i {}

    impl Vector for __m256i {}

    /// Vectors as the numbers in them. Nothing in the standard library says that without `unsafe`.
    #[inline(always)]
    #[allow(unsafe_code)]
    fn numbers<V: Vector, const N: usize, const ROWS: usize>(sums: [[V; 2]; ROWS]) -> [[i32; N]; ROWS] {
        const { assert!(size_of::<[V; 2]>() == size_of::<[i32; N]>()) };
        // SAFETY: both are of the same size, any bits are numbers, and `V` is a vector of numbers.
        unsafe { std::mem::transmute_copy(&sums) }
    }
}
