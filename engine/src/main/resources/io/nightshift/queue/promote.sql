-- Gives each of these lanes its next holder: the lowest sequence that is visible, when nobody holds it. Which row is next
-- is fixed before it is locked: skipping a locked row must not lead to the one behind it. Where the row is locked the note
-- is left again, so that the lane is looked at once more. Who is in tow of a holder has a slot too and keeps the lane, also
-- when the holder has ended; promote_again.sql makes sure of it.
WITH head AS MATERIALIZED (
    SELECT next.organization_id, next.operation_id, next.token
    FROM unnest(:organizations::int[], :tokens::text[]) AS lane (organization_id, token),
         LATERAL (
             SELECT o.organization_id, o.operation_id, o.token
             FROM nightshift.operation o
             WHERE o.organization_id = lane.organization_id AND o.token = lane.token AND o.lane_slot IS NULL
             ORDER BY o.sequence
             LIMIT 1
         ) AS next
    WHERE NOT EXISTS (SELECT 1 FROM nightshift.operation holder
                      WHERE holder.organization_id = lane.organization_id AND holder.token = lane.token
                        AND holder.lane_slot IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM nightshift.hold h
                      WHERE h.organization_id = lane.organization_id AND h.token = lane.token)
), locked AS MATERIALIZED (
    SELECT o.organization_id, o.operation_id, o.ctid AS place
    FROM nightshift.operation o JOIN head USING (organization_id, operation_id)
    WHERE o.lane_slot IS NULL
    FOR UPDATE OF o SKIP LOCKED
), again AS (
    INSERT INTO nightshift.lane_note (organization_id, token)
    SELECT head.organization_id, head.token FROM head
    WHERE NOT EXISTS (SELECT 1 FROM locked WHERE locked.organization_id = head.organization_id
                                             AND locked.operation_id = head.operation_id)
), promoted AS (
    UPDATE nightshift.operation o
    SET lane_slot = 0
    WHERE o.ctid = ANY (ARRAY(SELECT place FROM locked))
    RETURNING o.organization_id, o.operation_id, o.priority_class, o.operation_type, o.message_name, o.limit_key,
              {claimable} AS is_claimable
), limits AS (
    -- A lane's holder asks for a slot of its limit key as well.
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT DISTINCT organization_id, limit_key FROM promoted WHERE limit_key IS NOT NULL
)
SELECT organization_id, operation_id, priority_class, operation_type, message_name, is_claimable FROM promoted
