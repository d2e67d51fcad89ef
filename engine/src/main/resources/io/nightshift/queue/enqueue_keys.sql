-- Claims the callers' keys; a key that is taken is not returned. Waits for a transaction that is taking the same key.
INSERT INTO nightshift.enqueue_key AS taken (organization_id, key, operation_id, expires_on)
SELECT organization_id, key, operation_id, :expires_on
FROM unnest(:organizations::int[], :keys::text[], :ids::uuid[]) AS new (organization_id, key, operation_id)
ORDER BY organization_id, key
ON CONFLICT (organization_id, key) DO UPDATE
    SET operation_id = excluded.operation_id, expires_on = excluded.expires_on
    WHERE taken.expires_on <= :now
RETURNING organization_id, key, operation_id
