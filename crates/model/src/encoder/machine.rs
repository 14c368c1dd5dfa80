//! Runs a computation with the widest instructions that the machine has.
//!
//! A function compiled for wide instructions must not run where they are missing, which no compiler
//! can check: this file is the one place that promises it.

/// Which instructions the machine has; decides the shape of a tile, never the result. Made only by
/// looking at the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// 512-bit vectors.
    #[cfg(target_arch = "x86_64")]
    Avx512,
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
            let avx2 = std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma");
            all.extend(std::arch::is_x86_feature_detected!("avx512f").then_some(Machine(Kind::Avx512)));
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
            Kind::Avx512 => 32,
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => 16,
            Kind::Portable => 8,
        }
    }

    /// Does a task with this machine's instructions.
    #[allow(unsafe_code)]
    pub fn run<T: Task>(self, task: T) -> T::Out {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the kind is private, and `all` makes this one only where the instructions exist.
            Kind::Avx512 => unsafe { avx512(task) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Kind::Avx2 => unsafe { avx2(task) },
            Kind::Portable => task.run::<4, 8>(),
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
