-- How many of its bucket are before an operation, counted up to a cap, and how many of the bucket end in a minute of late.
SELECT (SELECT count(*)
        FROM (SELECT 1 FROM nightshift.operation o
              WHERE o.organization_id = me.organization_id AND o.priority_class = me.priority_class
                AND o.operation_type = me.operation_type AND o.message_name = me.message_name
                AND {claimable} AND o.sequence < me.sequence
              LIMIT :cap) AS before) AS ahead,
       (SELECT coalesce(sum(t.completions * 60.0 / t.seconds), 0)
        FROM nightshift.node_throughput t
        WHERE t.organization_id = me.organization_id AND t.priority_class = me.priority_class
          AND t.operation_type = me.operation_type AND t.message_name = me.message_name
          AND t.measured_on > :since) AS per_minute
FROM nightshift.operation me
WHERE me.organization_id = :organization AND me.operation_id = :id
