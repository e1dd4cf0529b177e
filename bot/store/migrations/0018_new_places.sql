-- An addition that is undone, or whose code is corrected, leaves no trace where nothing after it has changed since.

CREATE TABLE new_place (
    show_id INTEGER NOT NULL REFERENCES show (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,              -- nothing ever stood here before
    episode_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,             -- which brought the episode here
    followed INTEGER,                       -- the last change that brought or dated a later one; 0: a pack
    PRIMARY KEY (show_id, position)
) WITHOUT ROWID;

DROP TRIGGER episode_removed;
DROP TRIGGER episode_moved;

CREATE TRIGGER episode_added AFTER INSERT ON episode
WHEN new.position > 0
BEGIN
    UPDATE new_place SET followed = coalesce((SELECT max(id) FROM change WHERE show_id = new.show_id), 0)
    WHERE position < new.position AND new.position < 1000000000000
      AND show_id IN (SELECT id FROM show WHERE id = new.show_id OR origin = new.show_id);

    INSERT INTO new_place (show_id, position, episode_id, change_id)
    SELECT show.id, new.position, new.id, max(change.id)
    FROM show JOIN change ON change.show_id = show.id
    WHERE show.id = new.show_id AND show.owner IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM removed_episode JOIN show AS other ON other.id = removed_episode.show_id
        WHERE removed_episode.position = new.position
          AND (other.id IN (show.id, show.origin) OR (other.origin = show.origin AND other.owner = show.owner))
    )
    GROUP BY show.id
    ON CONFLICT (show_id, position) DO UPDATE
    SET episode_id = excluded.episode_id, change_id = excluded.change_id, followed = NULL
    WHERE episode_id <> excluded.episode_id;
END;

-- While episodes change places each stands at a number below zero for a moment, which is no place.
CREATE TRIGGER episode_moved AFTER UPDATE OF position ON episode
WHEN old.position <> new.position
BEGIN
    INSERT INTO removed_episode (show_id, position, aired)
    SELECT old.show_id, old.position, old.aired WHERE old.position > 0 AND NOT EXISTS (
        SELECT 1 FROM new_place
        WHERE show_id = old.show_id AND position = old.position AND episode_id = old.id AND followed IS NULL
    )
    ON CONFLICT (show_id, position) DO UPDATE SET aired = excluded.aired;

    DELETE FROM new_place
    WHERE show_id = new.show_id AND episode_id = new.id AND position <> new.position AND new.position > 0;

    UPDATE new_place SET followed = coalesce((SELECT max(id) FROM change WHERE show_id = new.show_id), 0)
    WHERE position < new.position AND new.position < 1000000000000
      AND show_id IN (SELECT id FROM show WHERE id = new.show_id OR origin = new.show_id);

    INSERT INTO new_place (show_id, position, episode_id, change_id)
    SELECT show.id, new.position, new.id, max(change.id)
    FROM show JOIN change ON change.show_id = show.id
    WHERE new.position > 0 AND show.id = new.show_id AND show.owner IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM removed_episode JOIN show AS other ON other.id = removed_episode.show_id
        WHERE removed_episode.position = new.position
          AND (other.id IN (show.id, show.origin) OR (other.origin = show.origin AND other.owner = show.owner))
    )
    GROUP BY show.id
    ON CONFLICT (show_id, position) DO UPDATE
    SET episode_id = excluded.episode_id, change_id = excluded.change_id, followed = NULL
    WHERE episode_id <> excluded.episode_id;
END;

CREATE TRIGGER episode_dated AFTER UPDATE OF aired ON episode
WHEN old.aired IS NOT new.aired AND new.position < 1000000000000
BEGIN
    UPDATE new_place SET followed = coalesce((SELECT max(id) FROM change WHERE show_id = new.show_id), 0)
    WHERE position < new.position
      AND show_id IN (SELECT id FROM show WHERE id = new.show_id OR origin = new.show_id);
END;

CREATE TRIGGER episode_removed AFTER DELETE ON episode
WHEN old.position > 0 AND EXISTS (SELECT 1 FROM show WHERE id = old.show_id)
BEGIN
    INSERT INTO removed_episode (show_id, position, aired)
    SELECT old.show_id, old.position, old.aired WHERE NOT EXISTS (
        SELECT 1 FROM new_place
        WHERE show_id = old.show_id AND position = old.position AND episode_id = old.id AND followed IS NULL
    )
    ON CONFLICT (show_id, position) DO UPDATE SET aired = excluded.aired;

    DELETE FROM new_place WHERE show_id = old.show_id AND episode_id = old.id;
END;
