-- Moves series on to their next dates, in the transaction that made the occurrences; the rows are locked.
WITH parent AS (
    UPDATE nightshift.operation o SET postpone_until = step.next_fire
    FROM unnest(:organizations::int[], :ids::uuid[], :next_fires::timestamptz[])
             AS step (organization_id, operation_id, next_fire)
    WHERE o.organization_id = step.organization_id AND o.operation_id = step.operation_id
      AND o.statuscode = 10 AND o.cause = 7
)
UPDATE nightshift.series s SET next_fire = step.next_fire, open_occurrences = step.open::uuid[]
FROM unnest(:organizations::int[], :ids::uuid[], :next_fires::timestamptz[], :open::text[])
         AS step (organization_id, operation_id, next_fire, open)
WHERE s.organization_id = step.organization_id AND s.operation_id = step.operation_id
