SELECT name, weight, created_on FROM nightshift.organization ORDER BY name
