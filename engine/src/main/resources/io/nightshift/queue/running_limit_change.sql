-- The permits go with it: what runs is counted on.
UPDATE nightshift.running_limit
SET limit_number = nextval(pg_get_serial_sequence('nightshift.running_limit', 'limit_number')),
    most = :most, author = :author, reason = :reason, set_on = :now
WHERE organization_id IS NOT DISTINCT FROM :organization::int AND operation_type IS NOT DISTINCT FROM :type::int
RETURNING limit_number
