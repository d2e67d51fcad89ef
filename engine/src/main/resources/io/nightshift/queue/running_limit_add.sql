INSERT INTO nightshift.running_limit (organization_id, operation_type, most, author, reason, set_on)
VALUES (:organization, :type, :most, :author, :reason, :now)
RETURNING limit_number
