DELETE FROM nightshift.operation_payload WHERE organization_id = :organization AND operation_id = ANY (:ids::uuid[])
