DELETE FROM nightshift.operation_attempt
WHERE organization_id = :organization AND operation_id = ANY (:ids::uuid[]) AND created_on BETWEEN :first AND :last
