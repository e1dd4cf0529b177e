-- Bundled shows are hidden, and the default show changed, only by choice. What held for servers with shows of their own
-- by rule, because they had made one, is written down as if they had chosen it.

ALTER TABLE guild ADD COLUMN hides_bundled INTEGER NOT NULL DEFAULT 0;  -- bundled shows are found only by name

INSERT INTO guild (id) SELECT DISTINCT owner FROM show WHERE owner > 0 AND removed = 0
ON CONFLICT (id) DO NOTHING;

UPDATE guild SET hides_bundled = 1 WHERE id IN (SELECT owner FROM show WHERE removed = 0 AND origin IS NULL);

UPDATE guild SET default_show = (
    SELECT coalesce(progress_key, id) FROM show WHERE owner = guild.id AND removed = 0 ORDER BY title LIMIT 1
)
WHERE id IN (SELECT owner FROM show WHERE removed = 0) AND (
    default_show IS NULL OR default_show NOT IN (
        SELECT coalesce(progress_key, id) FROM show WHERE removed = 0 AND (owner = guild.id OR owner IS NULL)
    )
);
