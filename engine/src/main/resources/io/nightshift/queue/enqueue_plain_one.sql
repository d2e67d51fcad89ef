-- A new operation alone that has no more than every operation has: what enqueue_one.sql does, with the columns of enqueue_plain.sql.
WITH added AS (
    INSERT INTO nightshift.operation (operation_id, created_on, organization_id, operation_type, statuscode,
        priority_class, kept, message_name, name, data)
    VALUES (:id::uuid, :now::timestamptz, :organization::int, :type::int, 0,
        :class::int, :kept::int, :message_name::text, :name::text, :data::text)
)
INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
VALUES (:organization::int, :type::int, 'epoch', 1, 0, 0)
