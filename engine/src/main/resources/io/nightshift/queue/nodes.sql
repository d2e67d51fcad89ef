SELECT node_id, name, alive, draining, slots, version, handlers, started_on, renewed_on, ended_on
FROM nightshift.node
ORDER BY alive DESC, started_on DESC
LIMIT 200
