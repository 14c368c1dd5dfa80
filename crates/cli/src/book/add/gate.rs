//! Bounds the bytes in memory: a reader waits until the writer has made room.

use std::sync::{Condvar, Mutex, PoisonError};

/// So many bytes may be in flight.
pub struct Gate {
    state: Mutex<State>,
    room: Condvar,
    limit: usize,
}

struct State {
    taken: usize,
    open: bool,
}

impl Gate {
    /// A gate for `limit` bytes.
    pub fn new(limit: usize) -> Gate {
        Gate { state: Mutex::new(State { taken: 0, open: false }), room: Condvar::new(), limit }
    }

    /// Waits for room; what was taken. One that is larger than the limit goes through alone.
    pub fn take(&self, bytes: usize) -> usize {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.open && state.taken > 0 && state.taken + bytes > self.limit {
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.taken += bytes;
        bytes
    }

    /// Makes room.
    pub fn give(&self, bytes: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.taken = state.taken.saturating_sub(bytes);
        self.room.notify_all();
    }

    /// Nobody waits any more.
    pub fn open(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).open = true;
        self.room.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn a_reader_waits_until_there_is_room() {
        let gate = Gate::new(10);
        assert_eq!(gate.take(8), 8);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| gate.take(5));
            std::thread::sleep(std::time::Duration::from_millis(30));
            assert!(!waiting.is_finished());
            gate.give(8);
            assert_eq!(waiting.join().unwrap(), 5);
        });
        gate.give(5);
        assert_eq!(gate.take(100), 100);
        gate.open();
        assert_eq!(gate.take(100), 100);
    }
}
