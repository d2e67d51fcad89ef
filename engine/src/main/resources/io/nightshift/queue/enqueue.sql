-- New operations. A member of a lane starts without a slot, whatever stands in the lane: nothing is read or locked here;
-- the note makes the dispatcher look (promote.sql). The arrays are unnested side by side in the SELECT list, where they pass
-- row by row; in FROM each of them would first be written to a store of its own.
WITH added AS (
    INSERT INTO nightshift.operation (operation_id, created_on, organization_id, operation_type, statuscode, cause,
        priority_class, kept, depth, is_series, has_large_data, message_name, name, token, limit_key,
        limit_width, postpone_until, data, owner_id, parent_id, correlation_id, regarding_id, regarding_type)
    SELECT unnest(:ids::uuid[]), :now::timestamptz, unnest(:organizations::int[]), unnest(:types::int[]),
        unnest(:statuses::int[]), unnest(:causes::int[]), unnest(:classes::int[]), unnest(:kept::int[]),
        unnest(:depths::int[]), unnest(:series::bool[]), unnest(:large::bool[]), unnest(:message_names::text[]),
        unnest(:names::text[]), unnest(:tokens::text[]), unnest(:limit_keys::text[]), unnest(:limit_widths::int[]),
        unnest(:postponed::timestamptz[]), unnest(:data::text[]), unnest(:owners::uuid[]), unnest(:parents::uuid[]),
        unnest(:correlations::uuid[]), unnest(:regarding_ids::uuid[]), unnest(:regarding_types::text[])
    RETURNING organization_id, operation_type, cause, token
), counted AS (
    INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
    SELECT organization_id, operation_type, 'epoch', count(*), measure, 0
    FROM added, LATERAL (VALUES (0), (cause)) AS of (measure)
    WHERE measure IS NOT NULL
    GROUP BY organization_id, operation_type, measure
)
INSERT INTO nightshift.lane_note (organization_id, token)
SELECT DISTINCT organization_id, token
FROM added
WHERE token IS NOT NULL
