UPDATE nightshift.organization g SET weight = :weight
FROM (SELECT organization_id, weight FROM nightshift.organization WHERE name = :name FOR UPDATE) AS known
WHERE g.organization_id = known.organization_id
RETURNING g.organization_id, known.weight AS before
