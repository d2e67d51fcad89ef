-- Takes Ready operations for a node, bucket by bucket and in the order of enqueue. See CLAIMING.md for why it looks so.
WITH me AS MATERIALIZED (
    -- The share lock makes a rescuer wait who is about to declare this node dead, and makes us see it when he was first.
    SELECT node_id FROM nightshift.node WHERE node_id = :node AND alive FOR SHARE
), chosen AS MATERIALIZED (
    SELECT ready.ctid AS place
    FROM unnest(:organizations::int[], :classes::int[], :types::int[], :messages::text[], :limits::int[],
                :floors::bigint[])
             AS bucket (organization_id, priority_class, operation_type, message_name, most, floor),
         LATERAL (
             SELECT o.ctid
             FROM nightshift.operation o
             WHERE o.organization_id = bucket.organization_id AND o.priority_class = bucket.priority_class
               AND o.operation_type = bucket.operation_type AND o.message_name = bucket.message_name AND {claimable}
               AND o.sequence >= bucket.floor AND {unheld}
             ORDER BY o.sequence
             LIMIT bucket.most
             FOR UPDATE SKIP LOCKED
         ) AS ready
    WHERE EXISTS (SELECT 1 FROM me) AND {open}
)
UPDATE nightshift.operation o
-- Claimed is not started: the start is written by start.sql or with the end, and until then there is none.
SET statuscode = 20, node_id = :node, claim_number = o.claim_number + 1, started_on = NULL, postpone_until = NULL
WHERE o.ctid = ANY (ARRAY(SELECT place FROM chosen))
RETURNING o.organization_id, o.operation_id, o.claim_number, o.sequence, o.operation_type, o.priority_class, o.message_name, o.name, o.data,
    o.has_large_data, o.token, o.limit_key, o.retry_count, o.attempt + 1 AS attempt, o.loss_count, o.kept, o.created_on, o.depth, o.checkpoint,
    o.event_key, o.event_seen, o.owner_id, o.parent_id, o.correlation_id, o.regarding_id, o.regarding_type
