INSERT INTO nightshift.operation_log (organization_id, operation_id, kept, created_on, logged_on, author, message)
SELECT * FROM unnest(:organizations::int[], :ids::uuid[], :kept::int[], :created::timestamptz[], :logged::timestamptz[],
                     :authors::text[], :messages::text[])
