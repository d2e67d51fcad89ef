-- One series for a user's move, running on or paused.
SELECT {series}
WHERE o.organization_id = :organization AND o.operation_id = :id
FOR UPDATE OF o
