-- Drawing the quotes of one character has an order of its own, so that it takes none out of anybody else's.

CREATE TABLE quote_draw_by (
    user_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    character INTEGER NOT NULL,             -- a number made of the name; 0: of all quotes
    multiplier INTEGER NOT NULL,            -- makes the order in which this member draws
    last INTEGER NOT NULL,                  -- how far in that order they have come
    PRIMARY KEY (user_id, show_id, character)
);
INSERT INTO quote_draw_by SELECT user_id, show_id, 0, multiplier, last FROM quote_draw;
DROP TABLE quote_draw;
ALTER TABLE quote_draw_by RENAME TO quote_draw;
