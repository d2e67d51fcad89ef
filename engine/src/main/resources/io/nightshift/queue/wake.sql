-- Time wakes what waits for a time: retries, postponements, checkpoints. Bounded, so that a million rows that fall due
-- together come back in pages.
WITH due AS MATERIALIZED (
    SELECT ctid AS place
    FROM nightshift.operation
    WHERE statuscode = 10 AND cause IN (1, 2, 6) AND postpone_until <= :now
    ORDER BY postpone_until
    LIMIT :most
    FOR UPDATE SKIP LOCKED
)
UPDATE nightshift.operation o
SET statuscode = 0, cause = NULL, postpone_until = NULL
WHERE o.ctid = ANY (ARRAY(SELECT place FROM due))
RETURNING o.organization_id, o.priority_class, o.operation_type, o.message_name, {claimable} AS is_claimable
