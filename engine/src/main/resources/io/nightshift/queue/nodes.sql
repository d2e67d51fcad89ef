-- How many a node holds is counted for the living only; it is bounded by its slots and what it fetches ahead.
SELECT node_id, name, alive, draining, drain_author, drain_reason, slots, version, handlers, started_on, renewed_on, ended_on,
    CASE WHEN alive THEN (SELECT count(*) FROM nightshift.operation o WHERE o.node_id = node.node_id) ELSE 0 END AS held
FROM nightshift.node
ORDER BY alive DESC, started_on DESC
LIMIT 200
