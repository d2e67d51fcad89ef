-- What became of a claim whose commit has no known result: the status it was recorded with, or null while it still stands.
SELECT NULL::smallint AS statuscode FROM nightshift.operation
WHERE organization_id = :organization AND operation_id = :id AND claim_number = :claim AND statuscode IN (20, 21, 22)
UNION ALL
SELECT statuscode FROM nightshift.operation_history
WHERE organization_id = :organization AND operation_id = :id AND claim_number = :claim
