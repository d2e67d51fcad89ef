-- Who moved it last.
SELECT author FROM nightshift.operation_log
WHERE organization_id = :organization AND operation_id = :id AND created_on = :created_on AND author IS NOT NULL
ORDER BY line DESC
LIMIT 1
