-- Season 0 sorts after everything: such a special has no place in the story before one is known.
--
-- Its key was 0 to 99,999,999 and is now 1,000,000,000,000 more; the old keys mean nothing any more. A special with a
-- date goes after the last episode that had aired by then, and keeps its code (`known_as`, a key as well).

SELECT count(*) || ' season 0 specials now come after everything, or where their air date puts them'
FROM episode WHERE position < 100000000 HAVING count(*) > 0;
SELECT count(*) || ' members'' progress was in season 0, or beyond every episode, and is now "not started"'
FROM progress WHERE position BETWEEN 0 AND 99999999 OR position >= 999999999999 HAVING count(*) > 0;
SELECT count(*) || ' spoiler limits were "up to" season 0, or beyond every episode, and now hide all spoilers'
FROM place_policy WHERE up_to < 100000000 OR up_to >= 999999999999 HAVING count(*) > 0;

UPDATE progress SET position = -1 WHERE position BETWEEN 0 AND 99999999 OR position >= 999999999999;
UPDATE place_policy SET kind = 'tagged', up_to = NULL WHERE up_to < 100000000 OR up_to >= 999999999999;

ALTER TABLE episode ADD COLUMN known_as INTEGER;
UPDATE episode SET position = position + 1000000000000 WHERE position < 100000000;
WITH special AS (
    SELECT id, show_id, position, aired, (
        SELECT max(regular.position) FROM episode AS regular
        WHERE regular.show_id = episode.show_id AND regular.position < 1000000000000
          AND regular.position % 100 = 0 AND regular.aired <= episode.aired
    ) AS follows
    FROM episode WHERE position >= 1000000000000
), numbered AS (
    SELECT id, follows + row_number() OVER (PARTITION BY show_id, follows ORDER BY aired, position) + (
        SELECT max(there.position) - follows FROM episode AS there
        WHERE there.show_id = special.show_id AND there.position BETWEEN follows AND follows + 99
    ) AS place, follows + 99 AS furthest
    FROM special WHERE follows IS NOT NULL
)
UPDATE episode SET known_as = position, position = numbered.place
FROM numbered WHERE numbered.id = episode.id AND numbered.place <= numbered.furthest;
CREATE UNIQUE INDEX episode_known_as ON episode (show_id, known_as) WHERE known_as IS NOT NULL;

UPDATE story_order SET position = position + 1000000000000 WHERE position < 100000000;
UPDATE change SET position = position + 1000000000000 WHERE position < 100000000;
UPDATE change_part SET before = json_set(
    before, '$.position', json_extract(before, '$.position')
        + CASE WHEN json_extract(before, '$.position') < 100000000 THEN 1000000000000 ELSE 0 END,
    '$.known_as', NULL
)
WHERE kind = 'episode' AND before IS NOT NULL;
UPDATE form SET subject = json_set(subject, '$[2]', json_extract(subject, '$[2]') + 1000000000000)
WHERE json_extract(subject, '$[0]') = 'new' AND json_extract(subject, '$[2]') < 100000000;
