WITH deleted AS (
    DELETE FROM nightshift.operation_history
    WHERE organization_id = :organization AND operation_id = ANY (:ids::uuid[])
    RETURNING organization_id, operation_type, statuscode, kept, completed_on
)
INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
SELECT organization_id, operation_type, {day_completed}, -count(*), statuscode, kept
FROM deleted
GROUP BY organization_id, operation_type, statuscode, kept, {day_completed}
