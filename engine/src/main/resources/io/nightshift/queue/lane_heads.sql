-- The first :most operations of each of these lanes that have not ended: whoever has a slot, then those that wait, in the order
-- in which they will run. What runs in tow of the holder has a slot too.
SELECT v.*, g.name AS organization_name, n.name AS host
FROM nightshift.asyncoperation v
JOIN nightshift.organization g ON g.organization_id = v.organization_id
LEFT JOIN nightshift.node n ON n.node_id = v.node_id
WHERE v.organization_id = :organization AND v.statecode <> 3
  AND v.operation_id = ANY (ARRAY(
        SELECT head.operation_id
        FROM unnest(:tokens::text[]) AS lane (token), LATERAL (
            (SELECT o.operation_id, 0 AS place, o.sequence
             FROM nightshift.operation o
             WHERE o.organization_id = :organization AND o.token = lane.token AND o.lane_slot IS NOT NULL
             ORDER BY o.lane_slot
             LIMIT :most)
            UNION ALL
            (SELECT o.operation_id, 1, o.sequence
             FROM nightshift.operation o
             WHERE o.organization_id = :organization AND o.token = lane.token AND o.lane_slot IS NULL
             ORDER BY o.sequence
             LIMIT :most)
            ORDER BY place, sequence
            LIMIT :most
        ) AS head))
ORDER BY v.token, v.holds_lane DESC, v.sequence
