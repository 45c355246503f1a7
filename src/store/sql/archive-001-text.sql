-- Version 1 of archive.db. All of it can be made again from store.db.

-- One text that can be found: a story's draft, or the site's copy of it where that differs. `mark`
-- says which revision or version of it was indexed.
CREATE TABLE entry (
  number INTEGER PRIMARY KEY,
  story_id TEXT NOT NULL,
  side TEXT NOT NULL,
  mark TEXT NOT NULL,
  UNIQUE (story_id, side)
) STRICT;

CREATE VIRTUAL TABLE entry_text USING fts5 (
  headline, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
