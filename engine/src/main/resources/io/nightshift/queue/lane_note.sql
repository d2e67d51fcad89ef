INSERT INTO nightshift.lane_note (organization_id, token) VALUES (:organization, :token)
