-- How far members have watched, how far places may go, and what a server has set up.
-- What belongs to a show is kept under its progress key, which a server's own copy shares with the bundled show.

CREATE TABLE guild (
    id INTEGER PRIMARY KEY,                 -- the server's snowflake
    default_show INTEGER,                   -- a progress key
    log_channel INTEGER,
    hides_titles INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE moderator_role (
    guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, role_id)
);

CREATE TABLE place_policy (
    guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
    place_id INTEGER NOT NULL,              -- a thread, channel or category; 0: the server's default
    progress_key INTEGER NOT NULL,          -- 0: all shows
    kind TEXT NOT NULL CHECK (kind IN ('open', 'tagged', 'up-to', 'aired')),
    up_to INTEGER,                          -- a position
    days INTEGER,
    strict INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, place_id, progress_key),
    CHECK ((up_to IS NOT NULL) = (kind = 'up-to')),
    CHECK ((days IS NOT NULL) = (kind = 'aired'))
);

CREATE TABLE progress (
    user_id INTEGER NOT NULL,
    progress_key INTEGER NOT NULL,
    position INTEGER NOT NULL,              -- the last one watched; -1: not started
    PRIMARY KEY (user_id, progress_key)
);
