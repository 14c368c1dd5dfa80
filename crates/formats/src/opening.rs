//! One piece of evidence being opened: where we are in it, what may still be used, who listens.

use std::io::{Cursor, Read, SeekFrom};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::limits::Meter;
use crate::once::Once;
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

    /// The bytes themselves do not come.
    pub fn unreadable<E>(_: E) -> Trouble {
        Trouble::new("its bytes cannot be read", "check the disk or the archive it is in")
    }

    /// More bytes than a document may have.
    pub fn too_long(limit: u64) -> Trouble {
        Trouble::new(format!("it unfolds to more than {limit} bytes"), "split it, or add the parts you need")
    }

    /// A member that does not unfold.
    pub fn damaged<E>(_: E) -> Trouble {
        Trouble::new("it is damaged or cut off", "get it again from where it came from")
    }

    fn over(exceeded: impl Into<String>) -> Trouble {
        Trouble::new(exceeded, "if you trust it, unpack it yourself and add the files you need")
    }
}

/// How opening one thing ended: the listener may have had enough, or it could not be read.
pub type Outcome = Result<ControlFlow<()>, Trouble>;

/// A document that a converter made.
pub struct Converted {
    /// File name or title, for people.
    pub name: String,
    /// Registered media type of what it was made from.
    pub media_type: &'static str,
    /// Its words, one paragraph a line.
    pub text: String,
    /// What the format says about it.
    pub about: About,
    /// What a person should know about it.
    pub remarks: Vec<Remark>,
}

/// Bytes of a thing that is looked at to name its format.
pub const HEAD: usize = 64 << 10;

/// One piece of evidence being opened.
pub struct Opening<'a, 's> {
    /// What opening may use.
    pub tools: &'a Tools<'a>,
    budget: Budget,
    sink: &'a mut Sink<'s>,
    /// True while the listener has the word: its panics are not a reader's.
    listening: bool,
    /// Steps from the evidence inwards.
    steps: Vec<String>,
    /// What the containers on the way say about what is in them (capture time, address).
    about: About,
}

impl<'a, 's> Opening<'a, 's> {
    /// Begins with evidence of `size` bytes.
    pub fn new(tools: &'a Tools<'a>, size: u64, sink: &'a mut Sink<'s>) -> Self {
        let budget = Budget::new(tools.limits, size);
        Opening { tools, budget, sink, listening: false, steps: Vec::new(), about: About::default() }
    }

    /// Opens bytes under a name; what cannot be read is handed on as such. `Break` when the listener had
    /// enough, or when a bound of the whole evidence was hit (which is handed on, once).
    pub fn open(&mut self, name: &str, bytes: &mut dyn Bytes, size: u64) -> ControlFlow<()> {
        let outcome = self.dispatch(name, bytes, size);
        self.conclude(name, outcome)
    }

    /// Hands on the trouble there was. A bound that was hit explains whatever trouble a reader had with it.
    pub fn conclude(&mut self, name: &str, outcome: Outcome) -> ControlFlow<()> {
        let trouble = match (outcome, self.budget.hit()) {
            (Ok(flow), _) => return flow,
            (Err(_), Some(exceeded)) => Trouble::over(exceeded),
            (Err(trouble), None) => trouble,
        };
        let flow = self.unread(name, &trouble);
        if self.budget.hit().is_some() { ControlFlow::Break(()) } else { flow }
    }

    fn dispatch(&mut self, name: &str, bytes: &mut dyn Bytes, size: u64) -> Outcome {
        let mut head = Vec::new();
        (&mut *bytes).take(HEAD as u64).read_to_end(&mut head).map_err(Trouble::unreadable)?;
        bytes.seek(SeekFrom::Start(0)).map_err(Trouble::unreadable)?;
        let format = crate::format::refine(sniff(&head, name), bytes)?;
        self.fits(format, size)?;
        self.guarded(format, name, bytes, size)
    }

    /// A panic of a format's reader costs that one document, nothing else. A panic of the listener is not ours.
    fn guarded(&mut self, format: Format, name: &str, bytes: &mut dyn Bytes, size: u64) -> Outcome {
        let (steps, about) = (self.steps.len(), self.about.clone());
        let read = AssertUnwindSafe(|| crate::format::open(self, format, name, bytes, size));
        catch_unwind(read).unwrap_or_else(|panic| {
            if self.listening {
                resume_unwind(panic);
            }
            self.steps.truncate(steps);
            self.about = about;
            let reason = format!("internal error in the {} reader", format.words());
            Err(Trouble::new(reason, "please report it; export the file in another format meanwhile"))
        })
    }

    /// Refuses by size before a byte is read.
    fn fits(&self, format: Format, size: u64) -> Result<(), Trouble> {
        let limit = self.tools.limits.received(format);
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
        let size = bytes.len() as u64;
        self.within(step, name, size, about, |opening| opening.open(name, &mut Cursor::new(bytes), size))
    }

    /// Opens a member that is unfolded while it is read, and no further than the limits allow. `stated` is the
    /// size that the container states, if it does: what is too big by its own account is not unfolded at all.
    ///
    /// Mailboxes, web archives and archives are read as they unfold; all else is held in memory.
    pub fn unfolding_member(
        &mut self,
        step: &str,
        name: &str,
        bytes: &mut dyn Read,
        stated: Option<u64>,
    ) -> ControlFlow<()> {
        self.within(step, name, 0, About::default(), |opening| {
            let outcome = opening.unfold_and_open(name, bytes, stated);
            opening.conclude(name, outcome)
        })
    }

    fn unfold_and_open(&mut self, name: &str, bytes: &mut dyn Read, stated: Option<u64>) -> Outcome {
        let mut bytes = self.meter(bytes);
        let mut head = Vec::new();
        (&mut bytes).take(HEAD as u64).read_to_end(&mut head).map_err(Trouble::damaged)?;
        let format = sniff(&head, name);
        self.fits(if format.is_read_once() { format } else { Format::Plain }, stated.unwrap_or(0))?;
        if format.is_read_once() {
            return self.dispatch(name, &mut Once::new(head, &mut bytes), stated.unwrap_or(0));
        }
        let limit = self.tools.limits.document;
        (&mut bytes)
            .take((limit + 1).saturating_sub(head.len() as u64))
            .read_to_end(&mut head)
            .map_err(Trouble::damaged)?;
        if head.len() as u64 > limit {
            return Err(Trouble::too_long(limit));
        }
        let size = head.len() as u64;
        if stated.is_some_and(|stated| size < stated) {
            return Err(Trouble::damaged(()));
        }
        self.dispatch(name, &mut Cursor::new(head), size)
    }

    /// Does something one step further in, if the bounds allow it; `size` bytes were unfolded for it already.
    pub fn within(
        &mut self,
        step: &str,
        name: &str,
        size: u64,
        about: About,
        inner: impl FnOnce(&mut Self) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.steps.push(step.to_string());
        let outer = std::mem::replace(&mut self.about, about);
        let flow = match self.budget.unfold(size).and_then(|()| self.budget.enter()) {
            Err(exceeded) => self.conclude(name, Err(Trouble::over(exceeded))),
            Ok(()) => {
                let flow = inner(self);
                self.budget.leave();
                flow
            }
        };
        self.about = outer;
        self.steps.pop();
        flow
    }

    /// Hands on that a member one step further in could not be read.
    pub fn unread_member(&mut self, step: &str, name: &str, trouble: &Trouble) -> ControlFlow<()> {
        self.steps.push(step.to_string());
        let flow = self.unread(name, trouble);
        self.steps.pop();
        flow
    }

    /// Hands on a document that a converter made one step further in, such as a row of a sheet.
    pub fn text_member(&mut self, step: &str, text: Converted) -> ControlFlow<()> {
        let (size, name) = (text.text.len() as u64, text.name.clone());
        self.within(step, &name, size, About::default(), |opening| opening.text(text))
    }

    /// Hands on a document that a converter made at this place; one without words is still listed.
    pub fn text(&mut self, converted: Converted) -> ControlFlow<()> {
        let Converted { name, media_type, text, about, mut remarks } = converted;
        let body = if text.trim().is_empty() { Body::Nothing } else { Body::Text(text) };
        if body == Body::Nothing && remarks.is_empty() {
            remarks.push(Remark::new("it holds no words", "look at it yourself: it may hold pictures"));
        }
        self.part(&name, media_type, body, about, remarks)
    }

    /// The reader with every byte counted while it unfolds.
    pub fn meter<R: Read>(&self, bytes: R) -> Meter<R> {
        self.budget.meter(bytes)
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
        self.hand_on(Found::Part(part))
    }

    /// Hands on that something at this place could not be read.
    pub fn unread(&mut self, name: &str, trouble: &Trouble) -> ControlFlow<()> {
        let unread = Unread {
            locator: self.locator(),
            name: name.to_string(),
            reason: trouble.reason.clone(),
            hint: trouble.hint.to_string(),
        };
        self.hand_on(Found::Unread(unread))
    }

    fn hand_on(&mut self, found: Found) -> ControlFlow<()> {
        self.listening = true;
        let flow = (self.sink)(found);
        self.listening = false;
        flow
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
        self.whole_of(Format::Plain, bytes)
    }

    /// As [`Opening::whole`], for a format whose documents may have another length.
    ///
    /// # Errors
    /// Too many bytes, or bytes that cannot be read.
    pub fn whole_of(&self, format: Format, bytes: &mut dyn Bytes) -> Result<Vec<u8>, Trouble> {
        let limit = self.tools.limits.received(format);
        let mut all = Vec::new();
        bytes.take(limit + 1).read_to_end(&mut all).map_err(Trouble::unreadable)?;
        if all.len() as u64 > limit {
            return Err(Trouble::too_long(limit));
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
            made: self.made,
            address: self.address.or_else(|| outer.address.clone()),
            captured: self.captured.or_else(|| outer.captured.clone()),
            message: self.message.or_else(|| outer.message.clone()),
            answers,
        }
    }
}
