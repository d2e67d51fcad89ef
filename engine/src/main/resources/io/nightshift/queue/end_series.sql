DELETE FROM nightshift.series WHERE organization_id = :organization AND operation_id = ANY (:ids::uuid[])
