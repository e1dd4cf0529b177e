-- A show has ids in other databases, by which files of trackers name it. Snapshots of earlier changes have them too.

ALTER TABLE show ADD COLUMN tvdb INTEGER;
ALTER TABLE show ADD COLUMN imdb TEXT;          -- like tt1234567
ALTER TABLE show ADD COLUMN tmdb INTEGER;
ALTER TABLE show ADD COLUMN tvmaze INTEGER;

UPDATE change_part SET before = json_set(before, '$.tvdb', NULL, '$.imdb', NULL, '$.tmdb', NULL, '$.tvmaze', NULL)
WHERE kind = 'show' AND before IS NOT NULL;

-- What a person's file says of shows that no server of theirs has yet: how far they watched, by the show's ids.
CREATE TABLE kept_progress (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    tvdb INTEGER,
    imdb TEXT,
    tmdb INTEGER,
    tvmaze INTEGER,
    position INTEGER NOT NULL
);
CREATE INDEX kept_progress_user ON kept_progress (user_id);
