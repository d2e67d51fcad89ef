SELECT organization_id, key, operation_id
FROM nightshift.enqueue_key
JOIN unnest(:organizations::int[], :keys::text[]) AS wanted (organization_id, key) USING (organization_id, key)
