-- Locks the operations of a user's move, in the order of their ids.
SELECT o.operation_id, o.claim_number, o.statuscode, o.cause, o.is_series, o.operation_type, o.kept, o.created_on, o.token,
       s.next_fire
FROM nightshift.operation o
LEFT JOIN nightshift.series s ON o.is_series AND s.organization_id = o.organization_id AND s.operation_id = o.operation_id
WHERE o.organization_id = :organization AND o.operation_id = ANY (:ids::uuid[])
ORDER BY o.operation_id
FOR UPDATE OF o
