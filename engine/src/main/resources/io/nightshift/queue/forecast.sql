-- Each bucket of an organization that has something to claim, or whose operations ended of late: how many are ready,
-- counted up to a cap, since when the first of them is, and how many end in a minute.
WITH RECURSIVE bucket AS (
    (SELECT o.priority_class, o.operation_type, o.message_name
     FROM nightshift.operation o
     WHERE {claimable} AND o.organization_id = :organization
     ORDER BY o.priority_class, o.operation_type, o.message_name
     LIMIT 1)
    UNION ALL
    SELECT next.priority_class, next.operation_type, next.message_name
    FROM bucket, LATERAL (
        SELECT o.priority_class, o.operation_type, o.message_name
        FROM nightshift.operation o
        WHERE {claimable} AND o.organization_id = :organization
          AND (o.priority_class, o.operation_type, o.message_name)
              > (bucket.priority_class, bucket.operation_type, bucket.message_name)
        ORDER BY o.priority_class, o.operation_type, o.message_name
        LIMIT 1
    ) AS next
), late AS (
    SELECT priority_class, operation_type, message_name, sum(completions * 60.0 / seconds) AS per_minute
    FROM nightshift.node_throughput
    WHERE organization_id = :organization AND measured_on > :since
    GROUP BY priority_class, operation_type, message_name
)
SELECT priority_class, operation_type, message_name, coalesce(late.per_minute, 0) AS per_minute, ready.ready,
       (SELECT o.created_on FROM nightshift.operation o
        WHERE o.organization_id = :organization AND o.priority_class = kind.priority_class
          AND o.operation_type = kind.operation_type AND o.message_name = kind.message_name AND {claimable}
        ORDER BY o.sequence LIMIT 1) AS oldest
FROM (SELECT priority_class, operation_type, message_name FROM bucket
      UNION SELECT priority_class, operation_type, message_name FROM late) AS kind
LEFT JOIN late USING (priority_class, operation_type, message_name)
CROSS JOIN LATERAL (
    SELECT count(*) AS ready
    FROM (SELECT 1 FROM nightshift.operation o
          WHERE o.organization_id = :organization AND o.priority_class = kind.priority_class
            AND o.operation_type = kind.operation_type AND o.message_name = kind.message_name AND {claimable}
          LIMIT :cap) AS few
) AS ready
ORDER BY ready.ready DESC, priority_class, operation_type, message_name
LIMIT 1000
