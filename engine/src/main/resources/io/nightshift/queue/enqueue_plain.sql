-- New operations that are Ready and have no more than every operation has, as most do (NewOperation.isPlain). What enqueue.sql
-- does, without the arrays and columns that would be empty: they cost an eighth of it (ADR 0016).
WITH added AS (
    INSERT INTO nightshift.operation (operation_id, created_on, organization_id, operation_type, statuscode,
        priority_class, kept, message_name, name, data)
    SELECT unnest(:ids::uuid[]), :now::timestamptz, unnest(:organizations::int[]), unnest(:types::int[]), 0,
        unnest(:classes::int[]), unnest(:kept::int[]), unnest(:message_names::text[]), unnest(:names::text[]),
        unnest(:data::text[])
    RETURNING organization_id, operation_type
)
INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
SELECT organization_id, operation_type, 'epoch', count(*), 0, 0
FROM added
GROUP BY organization_id, operation_type
