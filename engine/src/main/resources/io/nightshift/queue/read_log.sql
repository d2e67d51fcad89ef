SELECT line, logged_on, author, message
FROM nightshift.operation_log
WHERE organization_id = :organization AND operation_id = :id AND line > :after
ORDER BY line
LIMIT 1000
