SELECT name FROM nightshift.organization WHERE organization_id = :organization
