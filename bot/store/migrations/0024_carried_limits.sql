-- An `up-to` limit is `tagged` once its show has another progress key. The key under which it is `up-to`: when that
-- key is back, so is the limit, unless a moderator has set another one since. 0: it was set as it is.

ALTER TABLE place_policy ADD COLUMN up_to_under INTEGER NOT NULL DEFAULT 0;
