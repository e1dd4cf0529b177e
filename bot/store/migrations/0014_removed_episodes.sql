-- Where an episode was deleted, and when it aired: one that held later spoilers back goes on holding them back.

CREATE TABLE removed_episode (
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    aired TEXT,                             -- ISO 8601 date
    PRIMARY KEY (show_id, position)
) WITHOUT ROWID;
