-- Version 3 of store.db.

-- Files of the data folder that can't be had again, by their path in it: photographs, own rules, own words. Filled in
-- a backup alone; the first opening of a backup puts them where they belong and empties the table.
CREATE TABLE beside (
  path TEXT NOT NULL PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
