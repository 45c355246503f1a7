-- The practice site's one file. Changes to it raise user_version in database.c.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  editor INTEGER NOT NULL,
  password TEXT NOT NULL
) WITHOUT ROWID;

-- The working version, and beside it the version that readers see while a page is live.
CREATE TABLE article (
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE,     -- place in the changes feed, over all articles
  number INTEGER NOT NULL,         -- version of this article
  state TEXT NOT NULL,
  author TEXT NOT NULL,
  headline TEXT NOT NULL,
  hash TEXT NOT NULL,
  article TEXT NOT NULL,
  review TEXT NOT NULL,
  modified_us INTEGER NOT NULL,
  scheduled_us INTEGER NOT NULL,   -- 0: not
  published_us INTEGER NOT NULL,   -- first time, 0: never
  updated_us INTEGER NOT NULL,     -- the live version's time
  path TEXT UNIQUE,                -- decided at the first publication, never changed
  live_article TEXT,
  live_hash TEXT,
  live_group TEXT                  -- the story of which the live version is an edition
) WITHOUT ROWID;
CREATE INDEX article_scheduled ON article (scheduled_us) WHERE scheduled_us > 0;
CREATE INDEX article_live ON article (published_us) WHERE live_hash IS NOT NULL;
CREATE INDEX article_group ON article (live_group) WHERE live_hash IS NOT NULL;

CREATE TABLE media (sha256 TEXT PRIMARY KEY, type TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE live_media (article TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (article, sha256)) WITHOUT ROWID;
CREATE INDEX live_media_sha256 ON live_media (sha256);

CREATE TABLE term (
  kind TEXT NOT NULL,
  folded TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  PRIMARY KEY (kind, folded)
) WITHOUT ROWID;

-- What was answered to a request that named an Idempotency-Key.
CREATE TABLE answer (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  etag TEXT,
  location TEXT,
  body BLOB NOT NULL,
  at_us INTEGER NOT NULL,
  PRIMARY KEY (account, key)
) WITHOUT ROWID;
CREATE INDEX answer_at ON answer (at_us);
