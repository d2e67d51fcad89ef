SELECT name FROM nightshift.organization ORDER BY name
