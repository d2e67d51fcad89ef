-- Takes Ready operations for a node, bucket by bucket and in the order of enqueue, and with the head of a lane those that
-- wait behind it. See CLAIMING.md for why it looks so.
WITH me AS MATERIALIZED (
    -- The share lock makes a rescuer wait who is about to declare this node dead, and makes us see it when he was first.
    SELECT node_id FROM nightshift.node WHERE node_id = :node AND alive FOR SHARE
), chosen AS MATERIALIZED (
    SELECT ready.ctid AS place, ready.sequence, ready.token, bucket.*
    FROM unnest(:organizations::int[], :classes::int[], :types::int[], :messages::text[], :limits::int[], :behind::int[],
                :floors::bigint[])
             AS bucket (organization_id, priority_class, operation_type, message_name, most, behind, floor),
         LATERAL (
             SELECT o.ctid, o.sequence, o.token
             FROM nightshift.operation o
             WHERE o.organization_id = bucket.organization_id AND o.priority_class = bucket.priority_class
               AND o.operation_type = bucket.operation_type AND o.message_name = bucket.message_name AND {claimable}
               AND o.sequence >= bucket.floor AND {unheld}
             ORDER BY o.sequence
             LIMIT bucket.most
             FOR UPDATE SKIP LOCKED
         ) AS ready
    WHERE EXISTS (SELECT 1 FROM me) AND {open}
), line AS MATERIALIZED (
    -- Who waits behind the head of a lane, as far as all can run after it here. Whoever has a lower sequence than the head was
    -- committed late; those behind the head may have been enqueued after that.
    SELECT head.place AS head, next.place, next.rank
    FROM chosen AS head,
         LATERAL (
             SELECT waiting.place, row_number() OVER in_order AS rank, bool_and(waiting.fits) OVER in_order AS fits
             FROM (SELECT o.ctid AS place, o.sequence,
                          o.sequence > head.sequence AND {ready} AND o.priority_class = head.priority_class
                          AND o.operation_type = head.operation_type AND o.message_name = head.message_name
                          AND o.limit_key IS NULL AND o.loss_count < {quarantine} AS fits
                   FROM nightshift.operation o
                   WHERE o.organization_id = head.organization_id AND o.token = head.token AND o.lane_slot IS NULL
                   ORDER BY o.sequence
                   LIMIT head.behind) AS waiting
             WINDOW in_order AS (ORDER BY waiting.sequence ROWS UNBOUNDED PRECEDING)
         ) AS next
    WHERE head.token IS NOT NULL AND head.behind > 0 AND next.fits
      -- The head as we see it will be taken, and does not run alone.
      AND (SELECT h.loss_count < {quarantine} FROM nightshift.operation h WHERE h.ctid = head.place)
      -- Nobody is still in tow of the head's last run: what waits now is behind him.
      AND (SELECT t.lane_slot FROM nightshift.operation t
           WHERE t.organization_id = head.organization_id AND t.token = head.token AND t.lane_slot > 0 LIMIT 1) IS NULL
), locked AS MATERIALIZED (
    SELECT mine.place
    FROM line, LATERAL (
        SELECT o.ctid AS place FROM nightshift.operation o
        WHERE o.ctid = line.place AND o.lane_slot IS NULL AND {ready} AND o.limit_key IS NULL
        FOR UPDATE SKIP LOCKED
    ) AS mine
), run AS (
    -- Up to the first that could not be locked, or was changed before it was and has another place now.
    SELECT place
    FROM (SELECT line.place, bool_and(locked.place IS NOT NULL) OVER (PARTITION BY line.head ORDER BY line.rank) AS is_taken
          FROM line LEFT JOIN locked ON locked.place = line.place) AS taken
    WHERE is_taken
)
UPDATE nightshift.operation o
-- Claimed is not started: the start is written by start.sql or with the end, and until then there is none.
SET statuscode = 20, node_id = :node, claim_number = o.claim_number + 1, started_on = NULL, postpone_until = NULL,
    lane_slot = CASE WHEN o.token IS NOT NULL THEN coalesce(o.lane_slot, o.sequence) END
WHERE o.ctid = ANY (ARRAY(SELECT place FROM chosen UNION ALL SELECT place FROM run))
RETURNING o.organization_id, o.operation_id, o.claim_number, o.sequence, o.operation_type, o.priority_class, o.message_name, o.name, o.data,
    o.has_large_data, o.token, o.limit_key, o.retry_count, o.attempt + 1 AS attempt, o.loss_count, o.kept, o.created_on, o.depth, o.checkpoint,
    o.event_key, o.event_seen, o.owner_id, o.parent_id, o.correlation_id, o.regarding_id, o.regarding_type
