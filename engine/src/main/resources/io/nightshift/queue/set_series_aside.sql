-- Pauses a series whose next occurrence cannot be made, so that it does not hold up the others.
WITH paused AS (
    UPDATE nightshift.operation SET cause = 3, postpone_until = :never, message = :message
    WHERE organization_id = :organization AND operation_id = :id AND statuscode = 10 AND cause = 7
    RETURNING organization_id, operation_type
)
INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
SELECT organization_id, operation_type, 'epoch', change.amount, change.measure, 0
FROM paused, (VALUES (-1, 7), (1, 3)) AS change (amount, measure)
