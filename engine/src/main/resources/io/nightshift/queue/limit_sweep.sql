-- Leaves a note for each limit key that has somebody waiting and a slot free, from a key on: what a crash between a change
-- and its note could leave, or a lost note. Walks the keys as lane_sweep.sql walks the lanes.
WITH RECURSIVE key AS (
    (SELECT o.organization_id, o.limit_key, o.limit_width, 1 AS seen
     FROM nightshift.operation o
     WHERE {limited} AND (o.organization_id, o.limit_key) > (:from_organization, :from_key)
     ORDER BY o.organization_id, o.limit_key, o.sequence LIMIT 1)
    UNION ALL
    SELECT next.organization_id, next.limit_key, next.limit_width, key.seen + 1
    FROM key, LATERAL (
        SELECT o.organization_id, o.limit_key, o.limit_width
        FROM nightshift.operation o
        WHERE {limited} AND (o.organization_id, o.limit_key) > (key.organization_id, key.limit_key)
        ORDER BY o.organization_id, o.limit_key, o.sequence LIMIT 1
    ) AS next
    WHERE key.seen < :most
), noted AS (
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT key.organization_id, key.limit_key
    FROM key
    WHERE (SELECT count(*) FROM nightshift.operation holder
           WHERE holder.organization_id = key.organization_id AND holder.limit_key = key.limit_key
             AND holder.limit_slot < key.limit_width) < key.limit_width
)
SELECT organization_id, limit_key FROM key ORDER BY organization_id, limit_key
