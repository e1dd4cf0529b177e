-- Whether a show has songs: then every card of its episodes has a button for them, whatever the episode holds.
ALTER TABLE show ADD COLUMN has_songs INTEGER NOT NULL DEFAULT 1;
UPDATE change_part SET before = json_set(before, '$.has_songs', 1) WHERE kind = 'show' AND before IS NOT NULL;
