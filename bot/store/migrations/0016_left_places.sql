-- Whatever takes an episode from its place (deleting or moving it, an undo, a newer pack) is remembered, as deleting it was.

CREATE TRIGGER episode_removed AFTER DELETE ON episode
WHEN old.position > 0 AND EXISTS (SELECT 1 FROM show WHERE id = old.show_id)
BEGIN
    INSERT INTO removed_episode (show_id, position, aired) VALUES (old.show_id, old.position, old.aired)
    ON CONFLICT (show_id, position) DO UPDATE SET aired = excluded.aired;
END;

-- While episodes change places each stands at a number below zero for a moment, which is no place.
CREATE TRIGGER episode_moved AFTER UPDATE OF position ON episode
WHEN old.position > 0 AND old.position <> new.position
BEGIN
    INSERT INTO removed_episode (show_id, position, aired) VALUES (old.show_id, old.position, old.aired)
    ON CONFLICT (show_id, position) DO UPDATE SET aired = excluded.aired;
END;

-- A server's copy that is given up held back what the bundled show may not.
CREATE TRIGGER copy_removed AFTER UPDATE OF removed ON show
WHEN new.removed AND NOT old.removed AND new.origin IS NOT NULL
BEGIN
    INSERT INTO removed_episode (show_id, position, aired)
    SELECT show_id, position, aired FROM episode WHERE show_id = new.id AND position > 0
    ON CONFLICT (show_id, position) DO UPDATE SET aired = excluded.aired;
END;

CREATE INDEX show_copies ON show (origin, owner) WHERE origin IS NOT NULL;
