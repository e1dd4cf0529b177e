-- Servers' own shows, the history of every change, and the forms that moderators have open.
--
-- What is removed leaves its table, so that no read can forget to leave it out; `change_part` keeps it whole, and undo
-- puts it back under its own id. A show is only marked: its lines are many, and no read reaches them without it.

DROP INDEX show_slug;
ALTER TABLE show ADD COLUMN origin INTEGER REFERENCES show (id);    -- the bundled show that it is a copy of
ALTER TABLE show ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX show_slug ON show (coalesce(owner, 0), slug) WHERE removed = 0;

-- A copy's episodes and songs know what they were copied from: what was open on the original is meant for the copy.
ALTER TABLE episode ADD COLUMN origin INTEGER;
CREATE INDEX episode_origin ON episode (show_id, origin);
ALTER TABLE song ADD COLUMN origin INTEGER;
CREATE INDEX song_origin ON song (show_id, origin);

-- Which episode of a show first stood at a position, as members' progress under a key means it.
CREATE TABLE story_order (
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    progress_key INTEGER NOT NULL,
    position INTEGER NOT NULL,
    episode INTEGER NOT NULL,               -- its id, or the id of the one that it is a copy of
    PRIMARY KEY (show_id, progress_key, position)
) WITHOUT ROWID;

-- A show whose positions were given to other episodes goes on under a key that nobody has had: -id.
CREATE TABLE story_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE
);

CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    user_id INTEGER,                        -- NULL: they had themselves forgotten
    made_at TEXT NOT NULL,                  -- ISO 8601, UTC
    action TEXT NOT NULL CHECK (action IN ('add', 'edit', 'remove', 'import', 'undo')),
    subject TEXT NOT NULL,                  -- what kind of thing was changed
    position INTEGER,                       -- of the episode that it was about, if it was about one
    copied INTEGER NOT NULL,                -- whether the server's own copy was made for it
    undoes INTEGER REFERENCES change (id) ON DELETE CASCADE
);
CREATE INDEX change_guild ON change (guild_id, id);
CREATE INDEX change_undoes ON change (undoes);

-- Each part of the catalogue that a change touched, as it was before (bot/store/parts.py has the kinds).
CREATE TABLE change_part (
    change_id INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    part_id INTEGER NOT NULL,
    before TEXT,                            -- a JSON image; NULL: it was not there
    PRIMARY KEY (change_id, kind, part_id)
) WITHOUT ROWID;
CREATE INDEX change_part_part ON change_part (kind, part_id, change_id);

CREATE TABLE form (
    id INTEGER PRIMARY KEY,                 -- made at random: a form's custom id is never used again
    user_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    subject TEXT NOT NULL,                  -- JSON: what the form edits
    base TEXT NOT NULL,                     -- JSON: the fields as they were when it was opened
    typed TEXT NOT NULL,                    -- JSON: the fields as they were last sent
    made_at TEXT NOT NULL                   -- ISO 8601, UTC
);
CREATE INDEX form_made ON form (made_at);
