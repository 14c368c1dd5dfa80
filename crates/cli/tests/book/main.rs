//! The book through its verbs, as its users work with it: real files of every format, in and out again.
#![allow(clippy::disallowed_methods)]

mod coming_in;
mod desk;
mod keeping;
mod working;
