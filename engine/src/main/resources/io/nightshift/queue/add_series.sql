INSERT INTO nightshift.series (organization_id, operation_id, pattern, start_on, zone, overlap, missed, token, next_fire)
VALUES (:organization, :id, :pattern, :start_on, :zone, :overlap, :missed, :token, :next_fire)
