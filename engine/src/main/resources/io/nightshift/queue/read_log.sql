SELECT line, logged_on, author, message
FROM nightshift.operation_log
WHERE organization_id = :organization AND operation_id = :id AND created_on = :created AND line > :after
ORDER BY line
LIMIT 1000
