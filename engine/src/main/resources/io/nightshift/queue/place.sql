-- Carries out user moves that do not end an operation. The condition names where it stood when it was locked.
WITH placed AS (
    UPDATE nightshift.operation o
    SET statuscode = move.to_status, cause = move.to_cause, postpone_until = move.to_date,
        retry_count = CASE WHEN move.resets_retries THEN 0 ELSE o.retry_count END,
        -- Suspended, it leaves its place in the limit key to others.
        limit_slot = CASE WHEN move.to_status = 10 THEN NULL ELSE o.limit_slot END
    FROM unnest(:ids::uuid[], :from_statuses::int[], :from_causes::int[], :statuses::int[], :causes::int[],
                :postponed::timestamptz[], :resets::bool[])
             AS move (operation_id, from_status, from_cause, to_status, to_cause, to_date, resets_retries)
    WHERE o.organization_id = :organization AND o.operation_id = move.operation_id
      AND o.statuscode = move.from_status AND o.cause IS NOT DISTINCT FROM move.from_cause
    RETURNING o.organization_id, o.operation_id, o.priority_class, o.operation_type, o.message_name, o.limit_key,
        o.statuscode, o.cause, move.from_status, move.from_cause, {claimable} AS is_claimable
), limits AS (
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT DISTINCT organization_id, limit_key FROM placed WHERE limit_key IS NOT NULL AND statuscode IN (0, 10)
), counted AS (
    INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
    SELECT organization_id, operation_type, 'epoch', sum(change.amount), change.measure, 0
    FROM placed, LATERAL (VALUES (-1, CASE from_status WHEN 10 THEN from_cause END),
                                (1, CASE statuscode WHEN 10 THEN cause END)) AS change (amount, measure)
    WHERE change.measure IS NOT NULL
    GROUP BY organization_id, operation_type, change.measure
    HAVING sum(change.amount) <> 0
)
SELECT operation_id, priority_class, operation_type, message_name, is_claimable FROM placed
