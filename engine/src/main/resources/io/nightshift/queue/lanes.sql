-- Lanes to look at, of an organization: those whose holder waits for a person first, then those in which most wait. Looks at
-- the newest :looked that wait for a person, and at the first :looked lanes by their tokens, so that it costs the same in any
-- number of lanes; counts who waits in each up to :cap.
WITH RECURSIVE stuck AS MATERIALIZED (
    SELECT token
    FROM unnest('{3, 5}'::int[]) AS person (cause), LATERAL (
        SELECT o.token, o.lane_slot
        FROM nightshift.operation o
        WHERE o.organization_id = :organization AND o.statuscode = 10 AND o.cause = person.cause
        ORDER BY o.operation_id DESC
        LIMIT :looked
    ) AS newest
    WHERE lane_slot = 0
), waiting AS (
    (SELECT o.token
     FROM nightshift.operation o
     WHERE o.organization_id = :organization AND o.token IS NOT NULL AND o.lane_slot IS NULL
     ORDER BY o.token
     LIMIT 1)
    UNION ALL
    SELECT next.token
    FROM waiting, LATERAL (
        SELECT o.token
        FROM nightshift.operation o
        WHERE o.organization_id = :organization AND o.token > waiting.token AND o.lane_slot IS NULL
        ORDER BY o.token
        LIMIT 1
    ) AS next
), held AS MATERIALIZED (
    SELECT o.token
    FROM nightshift.operation o
    WHERE o.organization_id = :organization AND o.lane_slot = 0
    ORDER BY o.token
    LIMIT :looked
), lane AS (
    SELECT token, bool_or(is_stuck) AS is_stuck
    FROM (SELECT token, true AS is_stuck FROM stuck
          UNION ALL
          SELECT token, false FROM (SELECT token FROM waiting LIMIT :looked) AS first_of_them
          UNION ALL
          SELECT token, false FROM held) AS asked
    GROUP BY token
)
SELECT lane.token, lane.is_stuck, behind.operations AS waiting
FROM lane
CROSS JOIN LATERAL (
    SELECT count(*)::int AS operations
    FROM (SELECT 1 FROM nightshift.operation o
          WHERE o.organization_id = :organization AND o.token = lane.token AND o.lane_slot IS NULL
          LIMIT :cap) AS few
) AS behind
ORDER BY lane.is_stuck DESC, behind.operations DESC, lane.token
LIMIT :most
