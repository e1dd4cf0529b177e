-- Messages that were posted again behind bars, in their authors' names: who wrote each, so that they can take it away.

CREATE TABLE repost (
    message_id INTEGER PRIMARY KEY,         -- of the message as it stands now
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,            -- the channel, thread or post that it stands in
    author_id INTEGER NOT NULL,             -- who wrote it
    made_at TEXT NOT NULL                   -- ISO 8601, UTC
);
CREATE INDEX repost_made_at ON repost (made_at);
