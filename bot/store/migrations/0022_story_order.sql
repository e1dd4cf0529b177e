-- The index in story order: a search reads one run of it, from a show's first episode to the last that the asker may see,
-- so it costs the same whatever comes after.
--
-- An episode has a slot: show_id << 18 | n, where n grows with its position. A folded line's id is slot << 24 | the line's
-- number in its show; its last id is a mark, "¶", at which every search of the index stops (bot/store/fulltext.py). Lines
-- are folded anew, as text is folded differently (bot/domain/folding.py); a moved episode's too.

DROP TRIGGER quote_changed;
DROP TRIGGER quote_folded_removed;
DROP TABLE quote_fts;
DROP TABLE quote_folded;
DELETE FROM quote_vocabulary;
DELETE FROM quote_speaker;

CREATE TABLE episode_slot (
    episode_id INTEGER PRIMARY KEY REFERENCES episode (id) ON DELETE CASCADE,
    slot INTEGER NOT NULL UNIQUE,
    lines INTEGER NOT NULL DEFAULT 0        -- how many folded lines it has
);

CREATE TABLE quote_folded (
    id INTEGER PRIMARY KEY,
    quote_id INTEGER UNIQUE REFERENCES quote (id) ON DELETE CASCADE,    -- NULL: a mark
    episode_id INTEGER NOT NULL,            -- as in quote
    speaker TEXT,
    text TEXT NOT NULL                      -- folded words, and single spaces between them
);
CREATE INDEX quote_folded_speaker ON quote_folded (episode_id, speaker, quote_id);

-- No sizes of columns: only bm25() needs them, which counts every hit in the whole table.
CREATE VIRTUAL TABLE quote_fts USING fts5 (
    text, speaker,
    content = 'quote_folded', content_rowid = 'id', columnsize = 0, tokenize = 'ascii', prefix = '2 3 4'
);

CREATE TRIGGER quote_changed AFTER UPDATE OF episode_id, speaker, text ON quote
WHEN old.episode_id <> new.episode_id OR old.speaker IS NOT new.speaker OR old.text <> new.text
BEGIN
    DELETE FROM quote_folded WHERE quote_id = old.id;
    INSERT INTO quote_waiting (quote_id) VALUES (new.id) ON CONFLICT (quote_id) DO NOTHING;
END;

CREATE TRIGGER episode_moved_in_index AFTER UPDATE OF position ON episode WHEN old.position <> new.position
BEGIN
    DELETE FROM episode_slot WHERE episode_id = new.id;
END;

CREATE TRIGGER episode_slot_removed AFTER DELETE ON episode_slot BEGIN
    INSERT INTO quote_waiting (quote_id)
    SELECT quote_id FROM quote_folded WHERE episode_id = old.episode_id AND quote_id IS NOT NULL
    ON CONFLICT (quote_id) DO NOTHING;
    DELETE FROM quote_folded WHERE episode_id = old.episode_id;
END;

CREATE TRIGGER quote_folded_removed AFTER DELETE ON quote_folded BEGIN
    INSERT INTO quote_fts (quote_fts, rowid, text, speaker) VALUES ('delete', old.id, old.text, old.speaker);
    UPDATE episode_slot SET lines = lines - 1 WHERE episode_id = old.episode_id;
    UPDATE quote_speaker SET lines = lines - 1
    WHERE episode_id = old.episode_id AND speaker = old.speaker;
    DELETE FROM quote_speaker
    WHERE episode_id = old.episode_id AND speaker = old.speaker AND lines = 0;
END;

INSERT INTO quote_waiting (quote_id) SELECT id FROM quote WHERE true ON CONFLICT (quote_id) DO NOTHING;
