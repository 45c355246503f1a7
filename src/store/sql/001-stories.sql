-- Version 1 of store.db.

-- A story as it stands, in short rows: the list reads all of them. Headline, language and section are
-- repeated from its text.
CREATE TABLE story (
  id TEXT NOT NULL PRIMARY KEY,
  revision INTEGER NOT NULL,
  modified_us INTEGER NOT NULL,
  hash TEXT NOT NULL,
  headline TEXT NOT NULL,
  language TEXT NOT NULL,
  section TEXT,
  state TEXT NOT NULL,
  binned INTEGER NOT NULL DEFAULT 0,
  review TEXT NOT NULL
) STRICT;
CREATE INDEX story_modified ON story (modified_us);

-- Its newest revision whole, so that opening it needs no other.
CREATE TABLE draft (
  story_id TEXT NOT NULL PRIMARY KEY REFERENCES story (id),
  doc BLOB NOT NULL
) STRICT;

-- Every revision, numbered within its story. Either the whole text (head_bytes NULL), or the part in
-- which it differs from the revision before: that one's first head_bytes, `part`, its last tail_bytes.
CREATE TABLE revision (
  story_id TEXT NOT NULL REFERENCES story (id),
  revision INTEGER NOT NULL,
  saved_us INTEGER NOT NULL,
  origin TEXT NOT NULL,
  hash TEXT NOT NULL,
  headline TEXT NOT NULL,
  head_bytes INTEGER,
  tail_bytes INTEGER,
  part BLOB NOT NULL,
  PRIMARY KEY (story_id, revision)
) STRICT;

-- What is known of a story at its site. `base` is the article as the site last gave it back.
CREATE TABLE remote (
  story_id TEXT NOT NULL PRIMARY KEY REFERENCES story (id),
  site_id TEXT,
  remote_id TEXT,
  version TEXT,
  hash TEXT,
  live_hash TEXT,
  url TEXT,
  author TEXT,
  published_us INTEGER NOT NULL,
  state TEXT NOT NULL,
  base TEXT
) STRICT;

CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  article_id TEXT,
  site_id TEXT,
  state TEXT,
  body TEXT,
  created_us INTEGER NOT NULL,
  due_us INTEGER NOT NULL,
  ended INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_created ON outbox (ended, created_us);

-- Three versions of a story that a person has to decide between.
CREATE TABLE conflict (
  article_id TEXT NOT NULL PRIMARY KEY,
  at_us INTEGER NOT NULL,
  base_doc TEXT,
  ours_doc TEXT,
  theirs_doc TEXT,
  has_remote INTEGER NOT NULL,
  site_id TEXT,
  remote_id TEXT,
  version TEXT,
  hash TEXT,
  live_hash TEXT,
  url TEXT,
  author TEXT,
  published_us INTEGER,
  state TEXT,
  base TEXT
) STRICT;

CREATE TABLE account (
  site_id TEXT NOT NULL,
  user TEXT NOT NULL,
  name TEXT,
  url TEXT,
  api TEXT,
  kind TEXT,
  auth TEXT,
  zone TEXT,
  cursor TEXT,
  info TEXT,
  used_us INTEGER NOT NULL,
  practice INTEGER NOT NULL,
  PRIMARY KEY (site_id, user)
) STRICT;

CREATE TABLE setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- `folded` is the label without case and accents, each word with a space on both sides.
CREATE TABLE term (
  site_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  remote_id TEXT,
  folded TEXT NOT NULL,
  PRIMARY KEY (site_id, kind, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE clean_photo (
  original TEXT NOT NULL PRIMARY KEY,
  clean TEXT NOT NULL
) STRICT;
