-- Searching quotes: each line as it is compared, an index over the lines, and what words and speakers there are.
--
-- SQL cannot fold text, so Python does (bot/store/folding.py). Whatever writes `quote`, triggers put each line that
-- is new or changed into `quote_waiting`, and take a folded line away that is no longer its line's. Lines are folded
-- in bulk, so their words are noted and their speakers counted there; a trigger counts speakers down again.

CREATE TABLE quote_folded (
    quote_id INTEGER PRIMARY KEY REFERENCES quote (id) ON DELETE CASCADE,
    episode_id INTEGER NOT NULL,            -- as in quote, so that a search need not read the wider table
    speaker TEXT,
    text TEXT NOT NULL                      -- letters and digits, and single spaces between words
);
CREATE INDEX quote_folded_episode ON quote_folded (episode_id);
CREATE INDEX quote_folded_speaker ON quote_folded (episode_id, speaker);

CREATE TABLE quote_waiting (
    quote_id INTEGER PRIMARY KEY REFERENCES quote (id) ON DELETE CASCADE
);

-- No sizes of columns: only bm25() needs them, which counts every hit in the whole table.
CREATE VIRTUAL TABLE quote_fts USING fts5 (
    text, speaker,
    content = 'quote_folded', content_rowid = 'quote_id', columnsize = 0, tokenize = 'ascii', prefix = '2 3 4'
);

-- Every word that the show's lines have or once had, a space between them; a word too many finds nothing.
CREATE TABLE quote_vocabulary (
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    length INTEGER NOT NULL,                -- of each of the words: typos change it by one or two
    words TEXT NOT NULL,
    PRIMARY KEY (show_id, length)
);

CREATE TABLE quote_speaker (
    episode_id INTEGER NOT NULL,
    speaker TEXT NOT NULL,
    lines INTEGER NOT NULL,                 -- how many lines of the episode are theirs
    PRIMARY KEY (episode_id, speaker)
) WITHOUT ROWID;

CREATE TRIGGER quote_added AFTER INSERT ON quote BEGIN
    INSERT INTO quote_waiting (quote_id) VALUES (new.id);
END;

CREATE TRIGGER quote_changed AFTER UPDATE OF episode_id, speaker, text ON quote
WHEN old.episode_id <> new.episode_id OR old.speaker IS NOT new.speaker OR old.text <> new.text
BEGIN
    DELETE FROM quote_folded WHERE quote_id = old.id;
    INSERT INTO quote_waiting (quote_id) VALUES (new.id) ON CONFLICT (quote_id) DO NOTHING;
END;

CREATE TRIGGER quote_folded_added AFTER INSERT ON quote_folded BEGIN
    INSERT INTO quote_fts (rowid, text, speaker) VALUES (new.quote_id, new.text, new.speaker);
END;

CREATE TRIGGER quote_folded_removed AFTER DELETE ON quote_folded BEGIN
    INSERT INTO quote_fts (quote_fts, rowid, text, speaker)
    VALUES ('delete', old.quote_id, old.text, old.speaker);
    UPDATE quote_speaker SET lines = lines - 1
    WHERE episode_id = old.episode_id AND speaker = old.speaker;
    DELETE FROM quote_speaker
    WHERE episode_id = old.episode_id AND speaker = old.speaker AND lines = 0;
END;

INSERT INTO quote_waiting (quote_id) SELECT id FROM quote;
