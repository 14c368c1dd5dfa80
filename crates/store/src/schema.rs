//! The tables, and how an older book becomes a newer one: forward only, each step in one transaction.
//!
//! Facts (`evidence`, `log`, `setting`) are only ever added to; triggers refuse anything else. All other tables
//! are derived and can be dropped.

use rusqlite::Connection;

use crate::trouble::Trouble;

/// The steps; step `n` makes format `n + 1`.
const STEPS: [&str; 2] = [include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// The format this program writes.
pub const FORMAT: i64 = STEPS.len() as i64;

/// Tables that `rebuild` empties, in the order of their names.
pub const DERIVED: [&str; 6] = ["body", "clean", "indexing", "opened", "part", "reading"];

/// The format of an open database; 0 for a new one.
///
/// # Errors
/// A database that cannot be read.
pub fn format(db: &Connection) -> Result<i64, Trouble> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings the database to [`FORMAT`].
///
/// # Errors
/// [`Trouble::TooNew`], or a database that cannot be written.
pub fn migrate(db: &mut Connection) -> Result<(), Trouble> {
    let found = format(db)?;
    if found > FORMAT {
        return Err(Trouble::TooNew { found, known: FORMAT });
    }
    for (from, step) in (0..).zip(STEPS).skip(usize::try_from(found).unwrap_or(0)) {
        let change = db.transaction()?;
        change.execute_batch(step)?;
        change.pragma_update(None, "user_version", from + 1)?;
        change.commit()?;
    }
    Ok(())
}
