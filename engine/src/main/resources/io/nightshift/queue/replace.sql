-- A new request for an operation that has not started takes the place of the old one: same id, same place in its lane.
UPDATE nightshift.operation
SET name = :name, data = :data, has_large_data = :large, statuscode = :status, cause = :cause,
    postpone_until = :postpone_until, retry_count = 0
WHERE organization_id = :organization AND operation_id = :id AND attempt = 0 AND NOT is_series
  AND statuscode IN (0, 10) AND message_name = :message_name AND operation_type = :type
RETURNING operation_id
