INSERT INTO nightshift.hold (organization_id, operation_type, message_name, token, limit_key, author, reason, placed_on)
VALUES (:organization, :type, :message_name, :token, :limit_key, :author, :reason, :now)
RETURNING hold_number
