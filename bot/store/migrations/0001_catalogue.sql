-- The catalogue: shows and what they are made of.
-- A position is stored as the whole number that `Position.key` gives, so that it sorts as the story does.

CREATE TABLE show (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    owner INTEGER,                          -- the server that made it; NULL: bundled
    progress_key INTEGER,                   -- the show under whose id progress is kept; NULL: its own
    quotes_numbered INTEGER NOT NULL DEFAULT 0,
    fingerprint TEXT                        -- of the pack that a bundled show was last loaded from
);
CREATE UNIQUE INDEX show_slug ON show (coalesce(owner, 0), slug);

CREATE TABLE episode (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT,
    aired TEXT,                             -- ISO 8601 date
    number_in_series INTEGER,
    production_code TEXT,
    summary TEXT,
    UNIQUE (show_id, position)
);

CREATE TABLE credit (
    episode_id INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('writer', 'director', 'guest')),
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    character TEXT,
    PRIMARY KEY (episode_id, role, ordinal)
);

CREATE TABLE song (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    writers TEXT NOT NULL DEFAULT '[]',     -- a JSON array of names
    original_artist TEXT,
    UNIQUE (show_id, title)
);

CREATE TABLE performance (
    song_id INTEGER NOT NULL REFERENCES song (id) ON DELETE CASCADE,
    episode_id INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    performers TEXT NOT NULL DEFAULT '[]',  -- a JSON array of names
    context TEXT,
    PRIMARY KEY (episode_id, ordinal)
);
CREATE INDEX performance_song ON performance (song_id);

CREATE TABLE quote (
    id INTEGER PRIMARY KEY,                 -- show_id << 24 | n: the lines of a show are one run of ids
    episode_id INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,               -- where it stands among the lines of its episode
    speaker TEXT,
    text TEXT NOT NULL,
    context TEXT,
    timestamp TEXT
);
CREATE INDEX quote_episode ON quote (episode_id, ordinal);

CREATE TABLE scene (
    episode_id INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (episode_id, ordinal)
);

CREATE TABLE remembered (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
