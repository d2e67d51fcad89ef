-- A new operation alone: what enqueue.sql does, without taking arrays apart for one row of them.
WITH added AS (
    INSERT INTO nightshift.operation (operation_id, created_on, organization_id, operation_type, statuscode, cause,
        priority_class, kept, depth, is_series, has_large_data, message_name, name, token, limit_key,
        limit_width, postpone_until, data, owner_id, parent_id, correlation_id, regarding_id, regarding_type)
    VALUES (:id::uuid, :now::timestamptz, :organization::int, :type::int, :status::int, :cause::int,
        :class::int, :kept::int, :depth::int, :series::bool, :large::bool, :message_name::text, :name::text,
        :token::text, :limit_key::text, :limit_width::int, :postponed::timestamptz, :data::text, :owner::uuid,
        :parent::uuid, :correlation::uuid, :regarding_id::uuid, :regarding_type::text)
), counted AS (
    INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
    SELECT :organization::int, :type::int, 'epoch', 1, measure, 0
    FROM (VALUES (0), (:cause::int)) AS of (measure)
    WHERE measure IS NOT NULL
)
INSERT INTO nightshift.lane_note (organization_id, token)
SELECT :organization::int, :token::text WHERE :token::text IS NOT NULL
