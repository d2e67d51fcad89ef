-- Another rule and the date that follows from it, in one statement. A paused series stays paused; one that was set aside
-- because its rule could not be understood is mended by it, so what it complained of goes.
WITH parent AS (
    UPDATE nightshift.operation o
    SET postpone_until = CASE o.cause WHEN 7 THEN :next_fire ELSE o.postpone_until END, message = NULL
    WHERE o.organization_id = :organization AND o.operation_id = :id
      AND o.statuscode = :from_status AND o.cause = :from_cause
    RETURNING o.organization_id, o.operation_id
)
UPDATE nightshift.series s
SET pattern = :pattern, start_on = :start_on, zone = :zone, overlap = :overlap, missed = :missed, next_fire = :next_fire,
    skipped = :skipped
FROM parent
WHERE s.organization_id = parent.organization_id AND s.operation_id = parent.operation_id
