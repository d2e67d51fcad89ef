-- A new request for an operation that has not started takes the place of the old one: same id, same place in its lane.
-- One that a user has paused stays paused.
WITH old AS MATERIALIZED (
    SELECT statuscode, cause
    FROM nightshift.operation
    WHERE organization_id = :organization AND operation_id = :id
    FOR UPDATE
), replaced AS (
    UPDATE nightshift.operation o
    SET name = :name, data = :data, has_large_data = :large, retry_count = 0,
        statuscode = CASE WHEN o.cause = 3 THEN o.statuscode ELSE :status END,
        cause = CASE WHEN o.cause = 3 THEN o.cause ELSE :cause END,
        postpone_until = CASE WHEN o.cause = 3 THEN o.postpone_until ELSE :postpone_until END,
        limit_slot = CASE WHEN :status = 10 THEN NULL ELSE o.limit_slot END
    FROM old
    WHERE o.organization_id = :organization AND o.operation_id = :id AND attempt = 0 AND NOT is_series
      AND o.statuscode IN (0, 10) AND o.message_name = :message_name AND o.operation_type = :type
    RETURNING o.organization_id, o.operation_type, o.kept, o.created_on, o.limit_key, old.cause AS from_cause,
              o.cause AS to_cause
), counted AS (
    INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
    SELECT organization_id, operation_type, 'epoch', change.amount, change.measure, 0
    FROM replaced, LATERAL (VALUES (-1, from_cause), (1, to_cause)) AS change (amount, measure)
    WHERE change.measure IS NOT NULL AND from_cause IS DISTINCT FROM to_cause
), limits AS (
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT organization_id, limit_key FROM replaced WHERE limit_key IS NOT NULL
)
SELECT kept, created_on FROM replaced
