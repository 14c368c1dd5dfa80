//! Decisions: what a person judged. Later ones supersede earlier ones; nothing is erased, and undoing is a
//! decision too.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Anchor, EvidenceId};

/// Who, and when (RFC 3339, UTC). Both arrive as values from the shell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// The author's name in the book.
    pub by: String,
    /// Time in RFC 3339, UTC.
    pub at: String,
}

/// What a decision is about. Anchors, never numbers of a reading: they outlast a better reading.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum Target {
    /// A whole document.
    Document {
        /// Its id.
        document: EvidenceId,
    },
    /// Words of a document.
    Passage {
        /// The words.
        anchor: Anchor,
    },
    /// A claim.
    Claim {
        /// The predicate's id.
        predicate: String,
        /// Words of the person it is about, as the reading has them.
        person: Vec<Anchor>,
        /// The words it stands on.
        words: Vec<Anchor>,
    },
    /// One person (one anchor) or several mentions that are judged to be one or not.
    People {
        /// A mention of each.
        mentions: Vec<Anchor>,
    },
}

/// What was decided.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// The claim is right as read: it fills a status if it is affirmed and asserted.
    Accept,
    /// The claim is wrong.
    Reject,
    /// The claim is right but for these fields.
    Correct {
        /// Field names of the claim (`value`, `modality`, `polarity`, `when`) and what they should be.
        fields: Vec<(String, String)>,
    },
    /// The mentions are one person.
    Same,
    /// The mentions are different people.
    Different,
    /// Cannot be told; keeps the mentions apart until somebody can.
    Unsure,
    /// The person must not be named outside the book.
    Protect,
    /// A note.
    Note {
        /// What it says.
        text: String,
    },
    /// A tag is put on.
    Tag {
        /// The tag.
        tag: String,
    },
    /// A tag is taken off.
    Untag {
        /// The tag.
        tag: String,
    },
    /// It has been read by the author.
    Read,
    /// It is to be read again by the author.
    Unread,
}

/// Which verdicts on one target replace each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Is the claim right?
    Right,
    /// Who is who?
    Identity,
    /// Who must not be named?
    Protection,
    /// What is to be remembered? Notes stand beside each other.
    Note,
    /// Which tags are on?
    Tag,
    /// What has been read?
    Reading,
}

impl Verdict {
    /// The question it answers.
    #[must_use]
    pub fn question(&self) -> Question {
        match self {
            Verdict::Accept | Verdict::Reject | Verdict::Correct { .. } => Question::Right,
            Verdict::Same | Verdict::Different | Verdict::Unsure => Question::Identity,
            Verdict::Protect => Question::Protection,
            Verdict::Note { .. } => Question::Note,
            Verdict::Tag { .. } | Verdict::Untag { .. } => Question::Tag,
            Verdict::Read | Verdict::Unread => Question::Reading,
        }
    }

    /// Its word on the command line.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Reject => "reject",
            Verdict::Correct { .. } => "correct",
            Verdict::Same => "same",
            Verdict::Different => "different",
            Verdict::Unsure => "unsure",
            Verdict::Protect => "protect",
            Verdict::Note { .. } => "note",
            Verdict::Tag { .. } => "tag",
            Verdict::Untag { .. } => "untag",
            Verdict::Read => "read",
            Verdict::Unread => "unread",
        }
    }
}

/// One human decision, with its reason.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Decision {
    /// What it is about.
    #[serde(flatten)]
    pub target: Target,
    /// What was decided.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Why, in the author's words; empty where none was given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who and when.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// An earlier decision, or an earlier undoing, is taken back.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Undo {
    /// The entry of the log that is taken back.
    pub undoes: i64,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who and when.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// Numbers of the entries that are taken back, decisions and undoings alike.
#[must_use]
pub fn taken_back(undone: &[(i64, Undo)]) -> BTreeSet<i64> {
    let mut void = BTreeSet::new();
    // The last undoing cannot have been undone: from there backwards each knows whether it stands.
    for (number, undo) in undone.iter().rev() {
        if !void.contains(number) {
            void.insert(undo.undoes);
        }
    }
    void
}

/// Which of the decisions (with their numbers, in order) are not taken back.
///
/// An undoing can itself be undone: what it took back is then in force again.
#[must_use]
pub fn in_force(decisions: &[(i64, Decision)], undone: &[(i64, Undo)]) -> Vec<(i64, Decision)> {
    let void = taken_back(undone);
    decisions.iter().filter(|(number, _)| !void.contains(number)).cloned().collect()
}

/// Reasons, notes and words can name people: they stay out of logs.
impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decision({} at {})", self.verdict.word(), self.stamp.at)
    }
}

/// As for [`Decision`].
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Target::Document { .. } => "document",
            Target::Passage { .. } => "passage",
            Target::Claim { .. } => "claim",
            Target::People { .. } => "people",
        };
        write!(f, "Target({kind})")
    }
}

/// As for [`Decision`].
impl fmt::Debug for Undo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Undo({} at {})", self.undoes, self.stamp.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp { by: "ada".into(), at: "2026-01-02T03:04:05Z".into() }
    }

    fn undo(number: i64, undoes: i64) -> (i64, Undo) {
        (number, Undo { undoes, reason: String::new(), stamp: stamp() })
    }

    #[test]
    fn undoing_an_undoing_brings_the_decision_back() {
        let target = Target::Document { document: EvidenceId::of(b"a") };
        let decision = Decision { target, verdict: Verdict::Read, reason: String::new(), stamp: stamp() };
        let decisions = [(1, decision.clone()), (2, decision)];
        let standing = |undone: &[(i64, Undo)]| in_force(&decisions, undone).iter().map(|d| d.0).collect::<Vec<_>>();
        assert_eq!(standing(&[]), [1, 2]);
        assert_eq!(standing(&[undo(3, 1)]), [2]);
        assert_eq!(standing(&[undo(3, 1), undo(4, 3)]), [1, 2]);
        assert_eq!(standing(&[undo(3, 1), undo(4, 3), undo(5, 4)]), [2]);
    }

    #[test]
    fn decisions_are_written_and_read_back_the_same() {
        let anchor = Anchor {
            evidence: EvidenceId::of(b"a"),
            start: 3,
            end: 8,
            quote: "words".into(),
            prefix: "of ".into(),
            suffix: String::new(),
        };
        let target = Target::Claim { predicate: "arrest".into(), person: vec![], words: vec![anchor] };
        let verdict = Verdict::Correct { fields: vec![("value".into(), "two years".into())] };
        let decision = Decision { target, verdict, reason: "the court file".into(), stamp: stamp() };
        let text = serde_json::to_string(&decision).unwrap();
        assert_eq!(serde_json::from_str::<Decision>(&text).unwrap(), decision);
        assert!(!format!("{decision:?}").contains("court"));
    }
}
