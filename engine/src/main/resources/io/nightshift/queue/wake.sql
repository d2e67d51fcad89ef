-- Time wakes what waits for a time: retries, postponements, checkpoints. Bounded, so that a million rows that fall due
-- together come back in pages.
WITH due AS MATERIALIZED (
    SELECT organization_id, operation_id
    FROM nightshift.operation
    WHERE statuscode = 10 AND cause IN (1, 2, 6) AND postpone_until <= :now
    ORDER BY postpone_until
    LIMIT :most
    FOR UPDATE SKIP LOCKED
)
UPDATE nightshift.operation o
SET statuscode = 0, cause = NULL, postpone_until = NULL
FROM due
WHERE o.organization_id = due.organization_id AND o.operation_id = due.operation_id
RETURNING o.organization_id, o.priority_class, o.operation_type, o.message_name, {claimable} AS is_claimable
