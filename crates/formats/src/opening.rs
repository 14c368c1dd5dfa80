//! One piece of evidence being opened: where we are in it, what may still be used, who listens.

use std::io::{Cursor, Read, SeekFrom};
use std::ops::ControlFlow;

use crate::{About, Body, Budget, Bytes, Format, Found, Part, Remark, Sink, Tools, Unread, sniff};

/// Why something could not be read. Quotes nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Trouble {
    /// Why.
    pub reason: String,
    /// What to do.
    pub hint: &'static str,
}

impl Trouble {
    /// A trouble in words.
    pub fn new(reason: impl Into<String>, hint: &'static str) -> Trouble {
        Trouble { reason: reason.into(), hint }
    }
}

/// How opening one thing ended: the listener may have had enough, or it could not be read.
pub type Outcome = Result<ControlFlow<()>, Trouble>;

/// Bytes of a thing that is looked at to name its format.
const HEAD: usize = 64 << 10;

/// One piece of evidence being opened.
pub struct Opening<'a, 's> {
    /// What opening may use.
    pub tools: &'a Tools<'a>,
    budget: Budget,
    sink: &'a mut Sink<'s>,
    /// Steps from the evidence inwards.
    steps: Vec<String>,
    /// What the containers on the way say about what is in them (capture time, address).
    about: About,
}

impl<'a, 's> Opening<'a, 's> {
    /// Begins with evidence of `size` bytes.
    pub fn new(tools: &'a Tools<'a>, size: u64, sink: &'a mut Sink<'s>) -> Self {
        let budget = Budget::new(tools.limits, size);
        Opening { tools, budget, sink, steps: Vec::new(), about: About::default() }
    }

    /// Opens bytes under a name; what cannot be read is handed on as such.
    pub fn open(&mut self, name: &str, bytes: &mut dyn Bytes, size: u64) -> ControlFlow<()> {
        match self.dispatch(name, bytes, size) {
            Ok(flow) => flow,
            Err(trouble) => self.unread(name, &trouble),
        }
    }

    fn dispatch(&mut self, name: &str, bytes: &mut dyn Bytes, size: u64) -> Outcome {
        let mut head = Vec::new();
        let unreadable = |_| Trouble::new("its bytes cannot be read", "check the disk or the archive it is in");
        (&mut *bytes).take(HEAD as u64).read_to_end(&mut head).map_err(unreadable)?;
        bytes.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let format = sniff(&head, name);
        self.fits(format, size)?;
        crate::format::open(self, format, name, bytes, size)
    }

    /// Refuses by size before a byte is read.
    fn fits(&self, format: Format, size: u64) -> Result<(), Trouble> {
        let limits = self.tools.limits;
        let limit = if format.is_container() { limits.container } else { limits.document };
        if size > limit {
            return Err(Trouble::new(
                format!(
                    "it has {size} bytes; the limit for one {} is {limit}",
                    if format.is_container() { "archive" } else { "document" }
                ),
                "split it, or add the parts you need",
            ));
        }
        Ok(())
    }

    /// Opens a member of a container one step further in. `about` is what the container says of it.
    pub fn member(&mut self, step: &str, name: &str, bytes: Vec<u8>, about: About) -> ControlFlow<()> {
        self.steps.push(step.to_string());
        let outer = std::mem::replace(&mut self.about, about);
        let within = self.budget.unfold(bytes.len() as u64).and_then(|()| self.budget.enter());
        let flow = match within {
            Err(exceeded) => {
                let unread = Unread::over(&self.locator(), name, &exceeded);
                (self.sink)(Found::Unread(unread))
            }
            Ok(()) => {
                let size = bytes.len() as u64;
                let flow = self.open(name, &mut Cursor::new(bytes), size);
                self.budget.leave();
                flow
            }
        };
        self.about = outer;
        self.steps.pop();
        flow
    }

    /// Counts bytes that a container unfolded to before they are kept.
    ///
    /// # Errors
    /// The bound that is exceeded.
    pub fn unfold(&mut self, bytes: u64) -> Result<(), Trouble> {
        self.budget.unfold(bytes).map_err(|e| Trouble::new(e, "if you trust it, unpack it and add the files you need"))
    }

    /// Hands on a document at this place.
    pub fn part(
        &mut self,
        name: &str,
        media_type: &str,
        body: Body,
        about: About,
        remarks: Vec<Remark>,
    ) -> ControlFlow<()> {
        let part = Part {
            locator: self.locator(),
            name: name.to_string(),
            media_type: media_type.to_string(),
            body,
            about: about.or(&self.about),
            remarks,
        };
        (self.sink)(Found::Part(part))
    }

    /// Hands on that something at this place could not be read.
    pub fn unread(&mut self, name: &str, trouble: &Trouble) -> ControlFlow<()> {
        let unread = Unread {
            locator: self.locator(),
            name: name.to_string(),
            reason: trouble.reason.clone(),
            hint: trouble.hint.to_string(),
        };
        (self.sink)(Found::Unread(unread))
    }

    /// True for the evidence itself: a text is then its own body ([`Body::Same`]).
    pub fn outermost(&self) -> bool {
        self.steps.is_empty()
    }

    /// Takes all of the bytes, never more than a document may have.
    ///
    /// # Errors
    /// Too many bytes, or bytes that cannot be read.
    pub fn whole(&self, bytes: &mut dyn Bytes) -> Result<Vec<u8>, Trouble> {
        let limit = self.tools.limits.document;
        let mut all = Vec::new();
        let unreadable = |_| Trouble::new("its bytes cannot be read", "check the disk or the archive it is in");
        bytes.take(limit + 1).read_to_end(&mut all).map_err(unreadable)?;
        if all.len() as u64 > limit {
            return Err(Trouble::new(
                format!("it unfolds to more than {limit} bytes"),
                "split it, or add the parts you need",
            ));
        }
        Ok(all)
    }

    fn locator(&self) -> String {
        self.steps.join(" ▸ ")
    }
}

impl About {
    /// What is known here, and what the outer container knows where this is silent.
    #[must_use]
    pub fn or(self, outer: &About) -> About {
        let answers = if self.answers.is_empty() { outer.answers.clone() } else { self.answers };
        About {
            title: self.title.or_else(|| outer.title.clone()),
            author: self.author.or_else(|| outer.author.clone()),
            publisher: self.publisher.or_else(|| outer.publisher.clone()),
            published: self.published.or_else(|| outer.published.clone()),
            address: self.address.or_else(|| outer.address.clone()),
            captured: self.captured.or_else(|| outer.captured.clone()),
            message: self.message.or_else(|| outer.message.clone()),
            answers,
        }
    }
}
