-- Time wakes what waits for a time: retries, postponements, checkpoints, and waits for an event that have an end. Bounded, so that a million rows that fall due
-- together come back in pages.
WITH due AS MATERIALIZED (
    SELECT ctid AS place, organization_id, operation_id, cause
    FROM nightshift.operation
    WHERE statuscode = 10 AND cause IN (1, 2, 4, 6) AND postpone_until <= :now
    ORDER BY postpone_until
    LIMIT :most
    FOR UPDATE SKIP LOCKED
), woken AS (
    UPDATE nightshift.operation o
    SET statuscode = 0, cause = NULL, postpone_until = NULL
    WHERE o.ctid = ANY (ARRAY(SELECT place FROM due))
    RETURNING o.organization_id, o.operation_id, o.priority_class, o.operation_type, o.message_name, o.limit_key,
              {claimable} AS is_claimable
), limits AS (
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT DISTINCT organization_id, limit_key FROM woken WHERE limit_key IS NOT NULL
), counted AS (
    -- What was locked and had changed meanwhile was not woken: it is not counted.
    INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
    SELECT organization_id, woken.operation_type, 'epoch', -count(*), due.cause, 0
    FROM woken JOIN due USING (organization_id, operation_id)
    GROUP BY organization_id, woken.operation_type, due.cause
)
SELECT organization_id, priority_class, operation_type, message_name, is_claimable, count(*)::integer AS operations
FROM woken
GROUP BY organization_id, priority_class, operation_type, message_name, is_claimable
