DELETE FROM nightshift.operation_history
WHERE organization_id = :organization AND operation_id = ANY (:ids::uuid[])
