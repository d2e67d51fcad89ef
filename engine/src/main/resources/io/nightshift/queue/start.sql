-- Marks the start of handlers that run on. Fenced as end.sql is; what is marked already stays as it is, and what is being
-- recorded or moved at this moment is skipped.
WITH mine AS MATERIALIZED (
    SELECT o.ctid AS place, started.ran_micros
    FROM unnest(:organizations::int[], :ids::uuid[], :claims::int[], :ran::int8[])
             AS started (organization_id, operation_id, claim_number, ran_micros)
    JOIN nightshift.operation o
      ON o.organization_id = started.organization_id AND o.operation_id = started.operation_id
     AND o.claim_number = started.claim_number
    WHERE o.statuscode IN (20, 21, 22) AND o.started_on IS NULL
    ORDER BY o.organization_id, o.operation_id
    FOR UPDATE OF o SKIP LOCKED
)
UPDATE nightshift.operation o
SET started_on = :now::timestamptz - mine.ran_micros * interval '1 microsecond', attempt = o.attempt + 1
FROM mine
WHERE o.ctid = mine.place
RETURNING o.organization_id, o.operation_id, o.claim_number
