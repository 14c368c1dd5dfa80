//! How much one piece of evidence may unfold into.

use crate::Unread;

/// Bounds of one piece of evidence. A bomb is refused at the bound; nothing is read past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of one document.
    pub document: u64,
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
        Limits { document: 64 << 20, container: 2 << 30, unfolded: 16 << 30, parts: 1_000_000, depth: 6, ratio: 200 }
    }
}

/// What is left of the limits while one piece of evidence is opened.
#[derive(Clone, Debug)]
pub struct Budget {
    limits: Limits,
    received: u64,
    unfolded: u64,
    parts: u32,
    depth: u32,
}

/// A bound that was hit: the reason, in words.
pub type Exceeded = String;

impl Budget {
    /// All of it, for evidence of `received` bytes.
    #[must_use]
    pub fn new(limits: Limits, received: u64) -> Budget {
        Budget { limits, received, unfolded: 0, parts: 0, depth: 0 }
    }

    /// The bounds.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Takes account of one more part that unfolded to `bytes`.
    ///
    /// # Errors
    /// Which bound is exceeded. The container is then left where it is.
    pub fn unfold(&mut self, bytes: u64) -> Result<(), Exceeded> {
        self.parts += 1;
        self.unfolded = self.unfolded.saturating_add(bytes);
        if self.parts > self.limits.parts {
            return Err(format!("it holds more than {} documents", self.limits.parts));
        }
        if self.unfolded > self.limits.unfolded {
            return Err(format!("it unfolds to more than {} bytes", self.limits.unfolded));
        }
        let bomb = self.unfolded > self.limits.document && self.unfolded / self.received.max(1) > self.limits.ratio;
        if bomb {
            return Err(format!("it unfolds to more than {} times its size", self.limits.ratio));
        }
        Ok(())
    }

    /// One container deeper.
    ///
    /// # Errors
    /// Nested beyond the bound.
    pub fn enter(&mut self) -> Result<(), Exceeded> {
        if self.depth >= self.limits.depth {
            return Err(format!("containers nest deeper than {}", self.limits.depth));
        }
        self.depth += 1;
        Ok(())
    }

    /// Back out of a container.
    pub fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
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
