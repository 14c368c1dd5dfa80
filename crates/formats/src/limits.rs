//! How much one piece of evidence may unfold into.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

use crate::{Format, Unread};

/// Bounds of one piece of evidence. A bomb is refused at the bound; nothing is read past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of one document.
    pub document: u64,
    /// Most bytes of a PDF as received: scanned court files are large and unfold page by page.
    pub pdf: u64,
    /// Most bytes of a container as received.
    pub container: u64,
    /// Most bytes that all documents of one container unfold to.
    pub unfolded: u64,
    /// Most documents in one container.
    pub parts: u32,
    /// Deepest nesting of containers.
    pub depth: u32,
    /// Most bytes unfolded for one byte received, once a container unfolds beyond `document` bytes.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            document: 64 << 20,
            pdf: 256 << 20,
            container: 2 << 30,
            unfolded: 16 << 30,
            parts: 1_000_000,
            depth: 6,
            ratio: 200,
        }
    }
}

impl Limits {
    /// Most bytes, as received, of something in this format.
    #[must_use]
    pub fn received(&self, format: Format) -> u64 {
        match format {
            Format::Pdf => self.pdf,
            _ if format.is_container() => self.container,
            _ => self.document,
        }
    }
}

/// A bound that was hit: the reason, in words.
pub type Exceeded = String;

/// What has been unfolded so far, shared with every reader that unfolds.
#[derive(Debug)]
struct Gauge {
    limits: Limits,
    received: u64,
    unfolded: Cell<u64>,
    hit: RefCell<Option<Exceeded>>,
}

impl Gauge {
    fn add(&self, bytes: u64) -> Result<(), Exceeded> {
        let unfolded = self.unfolded.get().saturating_add(bytes);
        self.unfolded.set(unfolded);
        let limits = self.limits;
        if unfolded > limits.unfolded {
            return Err(self.hit(format!("it unfolds to more than {} bytes", limits.unfolded)));
        }
        if unfolded > limits.document && unfolded / self.received.max(1) > limits.ratio {
            return Err(self.hit(format!("it unfolds to more than {} times its size", limits.ratio)));
        }
        Ok(())
    }

    fn hit(&self, reason: Exceeded) -> Exceeded {
        self.hit.borrow_mut().get_or_insert(reason).clone()
    }
}

/// What is left of the limits while one piece of evidence is opened.
#[derive(Debug)]
pub struct Budget {
    gauge: Rc<Gauge>,
    parts: u32,
    depth: u32,
}

impl Budget {
    /// All of it, for evidence of `received` bytes.
    #[must_use]
    pub fn new(limits: Limits, received: u64) -> Budget {
        let gauge = Gauge { limits, received, unfolded: Cell::new(0), hit: RefCell::new(None) };
        Budget { gauge: Rc::new(gauge), parts: 0, depth: 0 }
    }

    /// The bounds.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.gauge.limits
    }

    /// The bound of the whole evidence that was hit: nothing more of it is opened then.
    #[must_use]
    pub fn hit(&self) -> Option<Exceeded> {
        self.gauge.hit.borrow().clone()
    }

    /// Takes account of one more part that unfolded to `bytes`.
    ///
    /// # Errors
    /// Which bound is exceeded. The container is then left where it is.
    pub fn unfold(&mut self, bytes: u64) -> Result<(), Exceeded> {
        self.parts += 1;
        if self.parts > self.gauge.limits.parts {
            return Err(self.gauge.hit(format!("it holds more than {} documents", self.gauge.limits.parts)));
        }
        self.gauge.add(bytes)
    }

    /// The reader with every byte that leaves it counted while it unfolds, before it is kept anywhere.
    pub fn meter<R: Read>(&self, inner: R) -> Meter<R> {
        Meter { inner, gauge: Rc::clone(&self.gauge) }
    }

    /// One container deeper.
    ///
    /// # Errors
    /// Nested beyond the bound.
    pub fn enter(&mut self) -> Result<(), Exceeded> {
        let deepest = self.gauge.limits.depth;
        if self.depth >= deepest {
            return Err(format!("containers nest deeper than {deepest}"));
        }
        self.depth += 1;
        Ok(())
    }

    /// Back out of a container.
    pub fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

/// A reader that stops at the bound of the whole evidence: what it read is counted as it comes.
#[derive(Debug)]
pub struct Meter<R> {
    inner: R,
    gauge: Rc<Gauge>,
}

impl<R: Read> Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.gauge.add(n as u64).map_err(io::Error::other)?;
        Ok(n)
    }
}

impl Unread {
    /// A part that broke a bound.
    #[must_use]
    pub fn over(locator: &str, name: &str, exceeded: &str) -> Unread {
        Unread {
            locator: locator.into(),
            name: name.into(),
            reason: exceeded.into(),
            hint: "if you trust it, unpack it yourself and add the files you need".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meter_stops_at_the_ratio_and_the_budget_knows() {
        let limits = Limits { document: 1000, ratio: 10, ..Limits::default() };
        let budget = Budget::new(limits, 500);
        let mut read = Vec::new();
        let stopped = budget.meter(io::repeat(0)).take(1 << 20).read_to_end(&mut read);
        assert!(stopped.is_err());
        assert!(read.len() < 64 << 10, "{} bytes were kept", read.len());
        assert_eq!(budget.hit().as_deref(), Some("it unfolds to more than 10 times its size"));
    }

    #[test]
    fn depth_is_given_back() {
        let mut budget = Budget::new(Limits { depth: 1, ..Limits::default() }, 1);
        budget.enter().unwrap();
        assert!(budget.enter().is_err());
        budget.leave();
        assert!(budget.enter().is_ok());
        assert_eq!(budget.hit(), None, "one nest too deep does not end the evidence");
    }
}
