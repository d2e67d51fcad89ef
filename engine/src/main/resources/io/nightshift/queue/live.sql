-- Those of these operations that have not ended.
SELECT operation_id
FROM nightshift.operation
JOIN unnest(:organizations::int[], :ids::uuid[]) AS asked (organization_id, operation_id) USING (organization_id, operation_id)
