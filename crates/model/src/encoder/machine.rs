//! Runs a computation with the widest instructions that the machine has.
//!
//! A function compiled for wide instructions must not run where they are missing, which no compiler
//! can check: this file is the one place that promises it.

use super::dots;
use super::integer::Product;

/// Which instructions the machine has; decides the shape of a tile, never the result. Made only by
/// looking at the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// 512-bit vectors, also of bytes.
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
    /// 512-bit vectors.
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// 256-bit vectors, also of bytes.
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    /// 256-bit vectors with fused multiply-add.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// Whatever the compiler was told (128-bit vectors on 64-bit ARM).
    Portable,
}

/// A computation over tiles of `ROWS` × `COLUMNS` numbers. Whatever it calls must be inlined, and
/// loops must be loops: functions and closures that stay apart are compiled without wide instructions.
pub trait Task {
    /// What comes out.
    type Out;

    /// Does it.
    fn run<const ROWS: usize, const COLUMNS: usize>(self) -> Self::Out;
}

impl Machine {
    /// Looks at the machine.
    #[must_use]
    pub fn here() -> Machine {
        Machine::all()[0]
    }

    /// Works everywhere.
    #[must_use]
    pub fn portable() -> Machine {
        Machine(Kind::Portable)
    }

    /// Every kind whose instructions this machine has, the widest first.
    #[must_use]
    pub fn all() -> Vec<Machine> {
        let mut all = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::is_x86_feature_detected as has;
            let avx2 = has!("avx2") && has!("fma");
            let avx512 = avx2 && has!("avx512f");
            all.extend((avx512 && has!("avx512vnni")).then_some(Machine(Kind::Avx512Vnni)));
            all.extend(avx512.then_some(Machine(Kind::Avx512)));
            all.extend((avx2 && has!("avxvnni")).then_some(Machine(Kind::AvxVnni)));
            all.extend(avx2.then_some(Machine(Kind::Avx2)));
        }
        all.push(Machine::portable());
        all
    }

    /// Columns of a tile, the width in which weights are laid out.
    #[must_use]
    pub fn columns(self) -> usize {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512Vnni | Kind::Avx512 => 32,
            #[cfg(target_arch = "x86_64")]
            Kind::AvxVnni | Kind::Avx2 => 16,
            Kind::Portable => 8,
        }
    }

    /// Columns of a tile of whole numbers.
    #[must_use]
    pub fn integer_columns(self) -> usize {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512Vnni => 32,
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 | Kind::AvxVnni | Kind::Avx2 => 16,
            Kind::Portable => 8,
        }
    }

    /// Does a task with this machine's instructions.
    #[allow(unsafe_code)]
    pub fn run<T: Task>(self, task: T) -> T::Out {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the kind is private, and `all` makes this one only where the instructions exist.
            Kind::Avx512Vnni | Kind::Avx512 => unsafe { avx512(task) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Kind::AvxVnni | Kind::Avx2 => unsafe { avx2(task) },
            Kind::Portable => task.run::<4, 8>(),
        }
    }

    /// Makes a product of whole numbers with this machine's instructions.
    #[allow(unsafe_code)]
    pub fn multiply(self, product: Product<'_>) {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as in `run`.
            Kind::Avx512Vnni => unsafe { multiply_avx512_vnni(product) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Kind::AvxVnni => unsafe { multiply_avx_vnni(product) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above; a machine with 512-bit vectors has those of 256 bits.
            Kind::Avx512 | Kind::Avx2 => unsafe { multiply_avx2(product) },
            Kind::Portable => product.run::<4, 8>(dots::portable),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512<T: Task>(task: T) -> T::Out {
    task.run::<12, 32>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2<T: Task>(task: T) -> T::Out {
    task.run::<6, 16>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
fn multiply_avx512_vnni(product: Product<'_>) {
    product.run::<12, 32>(|tile, panel| dots::avx512_vnni(tile, panel));
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avxvnni")]
fn multiply_avx_vnni(product: Product<'_>) {
    product.run::<6, 16>(|tile, panel| dots::avx_vnni(tile, panel));
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn multiply_avx2(product: Product<'_>) {
    product.run::<4, 16>(|tile, panel| dots::avx2(tile, panel));
}
