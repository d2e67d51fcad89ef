WITH removed AS (
    DELETE FROM nightshift.running_limit WHERE limit_number = :number RETURNING *
)
SELECT l.limit_number, g.name AS organization, l.operation_type, l.most, l.author, l.reason, l.set_on, 0 AS used
FROM removed l LEFT JOIN nightshift.organization g ON g.organization_id = l.organization_id
