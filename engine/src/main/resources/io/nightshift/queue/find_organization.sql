SELECT organization_id FROM nightshift.organization WHERE name = :name
