SELECT a.attempt, n.name AS host, a.started_on, a.ended_on, a.move, a.error_code, a.message
FROM nightshift.operation_attempt a LEFT JOIN nightshift.node n ON n.node_id = a.node_id
WHERE a.organization_id = :organization AND a.operation_id = :id AND a.created_on = :created
ORDER BY a.claim_number DESC
LIMIT 1000
