-- "Look at these limit keys": left by enqueue, where an operation has one, and by the sweep.
INSERT INTO nightshift.limit_note (organization_id, limit_key)
SELECT DISTINCT organization_id, limit_key
FROM unnest(:organizations::int[], :limit_keys::text[]) AS key (organization_id, limit_key)
