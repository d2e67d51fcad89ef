-- Series that were postponed go on at the dates of their rules again.
WITH restored AS (
    UPDATE nightshift.series s SET next_fire = date.next_fire
    FROM unnest(:ids::uuid[], :dates::timestamptz[]) AS date (operation_id, next_fire)
    WHERE s.organization_id = :organization AND s.operation_id = date.operation_id
    RETURNING s.organization_id, s.operation_id, s.next_fire
)
UPDATE nightshift.operation o SET postpone_until = restored.next_fire
FROM restored
WHERE o.organization_id = restored.organization_id AND o.operation_id = restored.operation_id
  AND o.statuscode = 10 AND o.cause = 7
