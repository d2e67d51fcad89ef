INSERT INTO nightshift.service_log (organization_id, logged_on, author, reason, message)
VALUES (:organization, :now, :author, :reason, :message)
