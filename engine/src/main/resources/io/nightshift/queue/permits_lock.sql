-- The limits, locked: whoever deals next sees what is dealt here.
SELECT limit_number, organization_id, operation_type, most
FROM nightshift.running_limit
ORDER BY limit_number
FOR UPDATE
