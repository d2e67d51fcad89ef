SELECT 1 FROM nightshift.operation WHERE organization_id = :organization AND operation_id = :id
