-- The last acts, the newest first; with an organization, those that concern it or all.
SELECT l.line, l.logged_on, l.author, l.reason, l.message, g.name AS organization
FROM nightshift.service_log l
LEFT JOIN nightshift.organization g ON g.organization_id = l.organization_id
WHERE (:organization::int IS NULL OR l.organization_id IS NULL OR l.organization_id = :organization)
  AND (:before::bigint IS NULL OR l.line < :before)
ORDER BY l.line DESC
LIMIT :most
