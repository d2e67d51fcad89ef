-- The buckets that have something to claim, each with its lowest sequence: one index probe for each, however many rows lie
-- in them.
WITH RECURSIVE bucket AS (
    (SELECT o.organization_id, o.priority_class, o.operation_type, o.message_name, o.sequence
     FROM nightshift.operation o
     WHERE {claimable}
     ORDER BY o.organization_id, o.priority_class, o.operation_type, o.message_name, o.sequence
     LIMIT 1)
    UNION ALL
    SELECT next.organization_id, next.priority_class, next.operation_type, next.message_name, next.sequence
    FROM bucket, LATERAL (
        SELECT o.organization_id, o.priority_class, o.operation_type, o.message_name, o.sequence
        FROM nightshift.operation o
        WHERE {claimable}
          AND (o.organization_id, o.priority_class, o.operation_type, o.message_name)
              > (bucket.organization_id, bucket.priority_class, bucket.operation_type, bucket.message_name)
        ORDER BY o.organization_id, o.priority_class, o.operation_type, o.message_name, o.sequence
        LIMIT 1
    ) AS next
)
SELECT bucket.organization_id, bucket.priority_class, bucket.operation_type, bucket.message_name, bucket.sequence,
       (SELECT g.weight FROM nightshift.organization g WHERE g.organization_id = bucket.organization_id) AS weight,
       EXISTS (SELECT 1 FROM nightshift.organization g WHERE g.organization_id <> bucket.organization_id) AS has_others
FROM bucket
WHERE {open}
