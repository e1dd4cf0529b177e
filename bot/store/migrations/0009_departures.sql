-- Servers that have removed the bot: their data goes some time later, and what a person did is found by the person.
--
-- A show of server 0 belongs to nobody any more: its server's time was up, and it goes a piece at a time.

ALTER TABLE guild ADD COLUMN left_at TEXT;  -- ISO 8601, UTC; NULL: the bot is there, as far as it knows
CREATE INDEX guild_left ON guild (left_at);

CREATE INDEX change_user ON change (user_id);
CREATE INDEX change_show ON change (show_id);
