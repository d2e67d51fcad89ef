-- One series, to be looked at.
SELECT {series}
WHERE o.organization_id = :organization AND o.operation_id = :id
