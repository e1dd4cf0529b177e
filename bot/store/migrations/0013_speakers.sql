-- Who speaks in a show's quotes: each name, as it is written, has an id. No id is ever used again, so names stay when
-- nobody speaks by them any more.

CREATE TABLE speaker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    UNIQUE (show_id, name)
);

INSERT INTO speaker (show_id, name)
SELECT episode.show_id, quote.speaker FROM quote JOIN episode ON episode.id = quote.episode_id
WHERE quote.speaker IS NOT NULL GROUP BY episode.show_id, quote.speaker ORDER BY min(quote.id);
