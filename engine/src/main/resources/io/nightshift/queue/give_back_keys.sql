-- Keys that were taken for an enqueue which is refused: a caller may commit its transaction in spite of the refusal.
DELETE FROM nightshift.enqueue_key k
USING unnest(:organizations::int[], :keys::text[], :ids::uuid[]) AS taken (organization_id, key, operation_id)
WHERE k.organization_id = taken.organization_id AND k.key = taken.key AND k.operation_id = taken.operation_id
