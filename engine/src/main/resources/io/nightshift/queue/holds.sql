SELECT h.hold_number, g.name AS organization, h.operation_type, h.message_name, h.token, h.limit_key, h.author, h.reason,
       h.placed_on
FROM nightshift.hold h LEFT JOIN nightshift.organization g ON g.organization_id = h.organization_id
ORDER BY h.hold_number
