-- New operations. A member of a lane starts without a slot, whatever stands in the lane: nothing is read or locked here;
-- the note makes the dispatcher look (promote.sql).
WITH added AS (
    INSERT INTO nightshift.operation (operation_id, created_on, organization_id, operation_type, statuscode, cause,
        priority_class, kept, depth, is_series, has_large_data, message_name, name, token, limit_key,
        limit_width, postpone_until, data, owner_id, parent_id, correlation_id, regarding_id, regarding_type)
    SELECT operation_id, :now, organization_id, operation_type, statuscode, cause,
        priority_class, kept, depth, is_series, has_large_data, message_name, name, token, limit_key,
        limit_width, postpone_until, data, owner_id, parent_id, correlation_id, regarding_id, regarding_type
    FROM unnest(:ids::uuid[], :organizations::int[], :types::int[], :statuses::int[], :causes::int[], :classes::int[],
                :kept::int[], :depths::int[], :series::bool[], :large::bool[], :message_names::text[], :names::text[],
                :tokens::text[], :limit_keys::text[], :limit_widths::int[], :postponed::timestamptz[], :data::text[], :owners::uuid[], :parents::uuid[],
                :correlations::uuid[], :regarding_ids::uuid[], :regarding_types::text[])
             AS new (operation_id, organization_id, operation_type, statuscode, cause, priority_class, kept, depth,
                     is_series, has_large_data, message_name, name, token, limit_key, limit_width, postpone_until, data, owner_id,
                     parent_id, correlation_id, regarding_id, regarding_type)
), counted AS (
    INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
    SELECT added.organization_id, added.operation_type, 'epoch', added.operations, of.measure, 0
    FROM (SELECT organization_id, operation_type, cause, count(*) AS operations
          FROM unnest(:organizations::int[], :types::int[], :causes::int[]) AS new (organization_id, operation_type, cause)
          GROUP BY organization_id, operation_type, cause) AS added,
         LATERAL (VALUES (0), (added.cause)) AS of (measure)
    WHERE of.measure IS NOT NULL
)
INSERT INTO nightshift.lane_note (organization_id, token)
SELECT DISTINCT organization_id, token
FROM unnest(:organizations::int[], :tokens::text[]) AS lane (organization_id, token)
WHERE token IS NOT NULL
