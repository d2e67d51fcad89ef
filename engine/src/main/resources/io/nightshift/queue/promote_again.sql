-- Takes slots back that promote.sql has just given, where somebody is in tow in the lane after all: since promote.sql looked, a
-- run may have been claimed and its holder have ended, and no index forbids that. Runs as the statement after it, in its
-- transaction. Whoever is towed later is claimed behind a holder, and our uncommitted slot lets nobody become one.
-- No note: whoever is in tow leaves one.
UPDATE nightshift.operation o
SET lane_slot = NULL
FROM unnest(:organizations::int[], :ids::uuid[]) AS promoted (organization_id, operation_id)
WHERE o.organization_id = promoted.organization_id AND o.operation_id = promoted.operation_id
  AND EXISTS (SELECT 1 FROM nightshift.operation t
              WHERE t.organization_id = o.organization_id AND t.token = o.token AND t.lane_slot > 0)
