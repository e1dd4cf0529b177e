-- A place with settings for single shows only now hides every other show. Servers where that changes a limit are told
-- once, in their log channel: a row here is news that a server has not had yet.

CREATE TABLE news (
    guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    PRIMARY KEY (guild_id, topic)
);

INSERT INTO news (guild_id, topic)
SELECT DISTINCT here.guild_id, 'single shows'
FROM place_policy AS here
WHERE NOT EXISTS (
    SELECT 1 FROM place_policy AS every
    WHERE every.guild_id = here.guild_id AND every.place_id = here.place_id AND every.progress_key = 0
) AND EXISTS (
    SELECT 1 FROM show
    WHERE removed = 0 AND (owner = here.guild_id OR owner IS NULL)
      AND coalesce(progress_key, id) NOT IN (
          SELECT same.progress_key FROM place_policy AS same
          WHERE same.guild_id = here.guild_id AND same.place_id = here.place_id
      )
) AND (
    here.strict = 1 OR (here.place_id <> 0 AND EXISTS (
        SELECT 1 FROM place_policy AS farther
        WHERE farther.guild_id = here.guild_id AND farther.place_id <> here.place_id AND farther.kind <> 'tagged'
    ))
);
