-- Imports that moderators look at before they apply them.

CREATE TABLE import_preview (
    id INTEGER PRIMARY KEY,                 -- made at random, so that nobody guesses another's
    user_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    slug TEXT,                              -- of the show that it goes into; NULL: it makes one
    draft BLOB NOT NULL,                    -- a Draft, in MessagePack
    made_at TEXT NOT NULL                   -- ISO 8601, UTC
);
CREATE INDEX import_preview_made ON import_preview (made_at);
