-- What else was lost together with it the last time.
SELECT message FROM nightshift.operation_attempt
WHERE organization_id = :organization AND operation_id = :id AND move = 'rescue' AND message IS NOT NULL
ORDER BY claim_number DESC
LIMIT 1
