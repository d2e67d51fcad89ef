-- Those of these operations that have ended.
SELECT operation_id, statuscode, operation_type, is_series, kept, completed_on, created_on
FROM nightshift.operation_history
WHERE organization_id = :organization AND operation_id = ANY (:ids::uuid[])
