-- Version 2 of store.db.

-- What the house style found in a story, each finding once by its id, and whether it was overruled: for the figures of
-- a rule. No words of the story, no names of persons.
CREATE TABLE rule_hit (
  story_id TEXT NOT NULL REFERENCES story (id),
  finding TEXT NOT NULL,
  rule TEXT NOT NULL,
  overruled INTEGER NOT NULL,
  PRIMARY KEY (story_id, finding)
) STRICT, WITHOUT ROWID;
CREATE INDEX rule_hit_rule ON rule_hit (rule);
