//! The function words that code must know by name: the closed classes of English grammar.

use crate::vocabulary::{Vocabulary, WordId};

macro_rules! words {
    ($($field:ident = $word:literal),* $(,)?) => {
        /// Numbers of the function words that grammar rules look at.
        #[derive(Clone, Copy, Debug, Default)]
        #[allow(missing_docs)] // each field is the word it names
        pub struct Grammar { $(pub $field: WordId),* }

        impl Grammar {
            /// Makes sure that every function word has a number.
            pub fn intern(vocabulary: &mut Vocabulary) -> Grammar {
                Grammar { $($field: vocabulary.intern($word)),* }
            }
        }
    };
}

words! {
    a = "a", an = "an", the = "the", this = "this", that = "that", these = "these", those = "those",
    to = "to", by = "by", of = "of", for_ = "for", from = "from", in_ = "in", on = "on", at = "at", with = "with",
    between = "between", and = "and", or = "or", since = "since", until = "until", till = "till", after = "after",
    following = "following", before = "before", during = "during", around = "around", about = "about",
    early = "early", mid = "mid", late = "late", last = "last", next = "next", ago = "ago", later = "later",
    earlier = "earlier", afterwards = "afterwards", date = "date", past = "past", year = "year", old = "old", aged = "aged", age = "age", be = "be", have = "have", use_ = "use",
    who = "who", whom = "whom", whose = "whose", which = "which", what = "what", as_ = "as", if_ = "if",
    he = "he", him = "him", his = "his", himself = "himself", she = "she", her = "her", hers = "hers", herself = "herself",
    they = "they", them = "them", their = "their", theirs = "theirs", themselves = "themselves", it = "it", its = "its",
    i = "i", me = "me", my = "my", mine = "mine", myself = "myself", we = "we", us = "us", our = "our",
    ours = "ours", ourselves = "ourselves", you = "you", your = "your", yours = "yours", one = "one", others = "others",
    other = "other", another = "another", same = "same", case = "case", call = "call", name = "name", real = "real", not = "not",
    through = "through", up = "up", under = "under", than = "than", per = "per", month = "month", day = "day", week = "week",
    first = "first", second = "second", third = "third", half = "half", now = "now", today = "today", yesterday = "yesterday",
    will = "will", shall = "shall", would = "would", should = "should", must = "must", can = "can", could = "could", may = "may", might = "might",
    is = "is", are = "are", was = "was", were = "were", did = "did", had = "had", has = "has", throughout = "throughout", amid = "amid",
    coming = "coming", previous = "previous", preceding = "preceding", back = "back", present = "present", weekend = "weekend", when = "when", then = "then", yet = "yet", out = "out", either = "either", rule = "rule", let_ = "let", give = "give", off = "off", go = "go",
    unnamed = "unnamed", unidentified = "unidentified", each = "each", every = "every", all = "all", few = "few", many = "many", most = "most", both = "both", any = "any", some = "some", less = "less", fewer = "fewer", more = "more",
}
