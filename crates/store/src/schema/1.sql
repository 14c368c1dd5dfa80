-- Facts: written once.
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- Evidence: the bytes as received. packing 0: as they are, 1: zstd. Either in `bytes` or sealed in `file`.
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    packing INTEGER NOT NULL,
    bytes BLOB,
    file TEXT
);

-- Custody and decisions: hash = SHA-256(hash before, seq, kind, body).
CREATE TABLE log (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL);
CREATE INDEX log_kind ON log (kind, seq);

CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER evidence_kept BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER log_kept BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END;

-- Derived. doc = evidence << 20 | order in the evidence.
CREATE TABLE opened (evidence INTEGER PRIMARY KEY, parts INTEGER NOT NULL, made TEXT NOT NULL);
CREATE TABLE part (
    doc INTEGER PRIMARY KEY,
    sha256 BLOB,                -- of the document's own bytes; NULL when it could not be opened
    locator TEXT NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    about TEXT NOT NULL,        -- JSON: what the container and the document say of it
    remarks TEXT NOT NULL,      -- JSON: findings of opening
    refusal TEXT,               -- why it cannot be read
    hint TEXT
);
CREATE INDEX part_sha256 ON part (sha256);
-- Bytes (kind 1) or converted text (kind 2) of a document that is not its evidence's own bytes; zstd.
CREATE TABLE body (doc INTEGER PRIMARY KEY, kind INTEGER NOT NULL, bytes BLOB NOT NULL);
-- Clean text, zstd.
CREATE TABLE clean (doc INTEGER PRIMARY KEY, text BLOB NOT NULL);
-- Reading as JSON, zstd; `made` names the program, packs and models.
CREATE TABLE reading (doc INTEGER PRIMARY KEY, made TEXT NOT NULL, json BLOB NOT NULL, refusal TEXT);
CREATE INDEX reading_made ON reading (made);
-- Which change of a document the index must have seen.
CREATE TABLE indexing (doc INTEGER PRIMARY KEY, change INTEGER NOT NULL);
CREATE INDEX indexing_change ON indexing (change);
