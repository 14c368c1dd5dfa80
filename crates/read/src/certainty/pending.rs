//! Clauses of time that wait for something: "until he has been granted asylum, he must stay".

use casebook_model::Upos;
use casebook_packs::ModalityPlace;

use crate::condition::{self, present};
use crate::doc::Doc;

/// The word that makes a clause in the present tense one that is waited for, where the clause above says what must, may or
/// will be. "Once she had been freed she left" tells what was.
pub(super) fn until(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let mut main = doc.words[head].head.filter(|_| doc.words[head].rel == "advcl")?;
    // "as soon as"
    if doc.words[main].upos == Upos::Adv {
        main = doc.words[main].head?;
    }
    let mark = condition::led_by(doc, "until_then", condition::own_start(doc, head))?;
    let open = |k: &usize| {
        doc.words[*k].rel == "aux" && doc.packs.cues.modality(doc.words[*k].form, ModalityPlace::Auxiliary).is_some()
    };
    (present(doc, head) && doc.kids(main).iter().any(open)).then_some(mark)
}
