-- What is new to somebody who searches (`news`) is told from what the index must see again (`change`): a tag put on
-- a document changes the index and is no news. Both count in one sequence.
ALTER TABLE indexing ADD COLUMN news INTEGER NOT NULL DEFAULT 0;
UPDATE indexing SET news = change;
