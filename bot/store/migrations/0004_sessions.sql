-- What a search found, so that its pages outlive a restart, and where each member's random draws have come to.

CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    quotes TEXT NOT NULL,                   -- a JSON array of quote ids, best first; never what was typed
    insisted INTEGER NOT NULL,              -- whether lines beyond the asker's progress were asked for
    made_at TEXT NOT NULL                   -- ISO 8601, UTC
);
CREATE INDEX session_made ON session (made_at);

CREATE TABLE quote_draw (
    user_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    multiplier INTEGER NOT NULL,            -- makes the order in which this member draws
    last INTEGER NOT NULL,                  -- how far in that order they have come
    PRIMARY KEY (user_id, show_id)
);
