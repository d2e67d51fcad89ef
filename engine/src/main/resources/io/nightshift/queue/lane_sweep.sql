-- Lanes that wait although nobody holds them: what a crash between a change and its note could leave, or a lost note.
-- Walks the waiting lanes by index probes, from a lane on, a bounded number at a time.
WITH RECURSIVE lane AS (
    (SELECT o.organization_id, o.token, 1 AS seen
     FROM nightshift.operation o
     WHERE o.token IS NOT NULL AND o.lane_slot IS NULL
       AND (o.organization_id, o.token) > (:from_organization, :from_token)
     ORDER BY o.organization_id, o.token LIMIT 1)
    UNION ALL
    SELECT next.organization_id, next.token, lane.seen + 1
    FROM lane, LATERAL (
        SELECT o.organization_id, o.token
        FROM nightshift.operation o
        WHERE o.token IS NOT NULL AND o.lane_slot IS NULL
          AND (o.organization_id, o.token) > (lane.organization_id, lane.token)
        ORDER BY o.organization_id, o.token LIMIT 1
    ) AS next
    WHERE lane.seen < :most
)
SELECT lane.organization_id, lane.token,
       NOT EXISTS (SELECT 1 FROM nightshift.operation holder
                   WHERE holder.organization_id = lane.organization_id AND holder.token = lane.token
                     AND holder.lane_slot IS NOT NULL) AS is_free
FROM lane
ORDER BY lane.organization_id, lane.token
