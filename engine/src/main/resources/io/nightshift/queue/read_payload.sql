SELECT body FROM nightshift.operation_payload
WHERE organization_id = :organization AND operation_id = :id AND part = :part AND created_on = :created
