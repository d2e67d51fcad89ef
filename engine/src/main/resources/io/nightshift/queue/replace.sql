-- A new request for an operation that has not started takes the place of the old one: same id, same place in its lane.
-- One that a user has paused stays paused.
WITH replaced AS (
    UPDATE nightshift.operation
    SET name = :name, data = :data, has_large_data = :large, retry_count = 0,
        statuscode = CASE WHEN cause = 3 THEN statuscode ELSE :status END,
        cause = CASE WHEN cause = 3 THEN cause ELSE :cause END,
        postpone_until = CASE WHEN cause = 3 THEN postpone_until ELSE :postpone_until END,
        limit_slot = CASE WHEN :status = 10 THEN NULL ELSE limit_slot END
    WHERE organization_id = :organization AND operation_id = :id AND attempt = 0 AND NOT is_series
      AND statuscode IN (0, 10) AND message_name = :message_name AND operation_type = :type
    RETURNING kept, created_on, organization_id, limit_key
), limits AS (
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT organization_id, limit_key FROM replaced WHERE limit_key IS NOT NULL
)
SELECT kept, created_on FROM replaced
