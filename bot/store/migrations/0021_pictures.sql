-- A show has a poster and a colour, an episode a still. Snapshots of earlier changes have them too, in the same order.

ALTER TABLE show ADD COLUMN poster TEXT;        -- an https address
ALTER TABLE show ADD COLUMN accent TEXT;        -- #RRGGBB
ALTER TABLE episode ADD COLUMN still TEXT;      -- an https address; story

UPDATE change_part SET before = json_set(before, '$.poster', NULL, '$.accent', NULL)
WHERE kind = 'show' AND before IS NOT NULL;
UPDATE change_part SET before = json_set(
    json_remove(before, '$.origin', '$.credits', '$.known_as'),
    '$.still', NULL, '$.origin', json_extract(before, '$.origin'),
    '$.credits', json(json_extract(before, '$.credits')), '$.known_as', json_extract(before, '$.known_as')
)
WHERE kind = 'episode' AND before IS NOT NULL;
