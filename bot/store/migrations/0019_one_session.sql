-- Forms, previews of imports and searches are sessions of one kind each. What was open has expired.

DROP TABLE form;
DROP TABLE import_preview;
DROP TABLE session;

CREATE TABLE session (
    id INTEGER PRIMARY KEY,                 -- made at random: nobody guesses it, and none is used again
    kind TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    guild_id INTEGER,                       -- NULL: outside of servers
    made_at TEXT NOT NULL,                  -- ISO 8601, UTC
    expires_at TEXT NOT NULL,               -- likewise
    payload TEXT NOT NULL                   -- JSON: a record of the kind's
);
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX session_user ON session (user_id, kind);
