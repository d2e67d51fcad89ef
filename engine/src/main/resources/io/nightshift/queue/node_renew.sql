-- Renews the lease by one beat, if this node has not been declared dead, and shows the beats of the others. The time of the
-- database comes with it (clock_timestamp, because the statement may have waited for a claim to commit).
WITH renewed AS (
    UPDATE nightshift.node SET beat = beat + 1, renewed_on = :now, draining = :draining
    WHERE node_id = :node AND alive
    RETURNING node_id
)
SELECT n.node_id, n.name, n.beat, n.lease_millis, n.draining, (SELECT count(*) FROM renewed) = 1 AS is_renewed,
       clock_timestamp() AS database_time
FROM nightshift.node n
WHERE n.alive
UNION ALL
SELECT :node, NULL, NULL, NULL, NULL, (SELECT count(*) FROM renewed) = 1, clock_timestamp()
