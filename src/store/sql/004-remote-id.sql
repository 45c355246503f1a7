-- Version 4 of store.db.

-- A site's list names stories by its own ids: each of ten thousand rows asks once.
CREATE INDEX remote_id_at_site ON remote (site_id, remote_id);
