-- How many stand where, in one snapshot: the counters, what is not folded into them yet, and what runs.
SELECT operation_type, measure, NULL::smallint AS cause, sum(amount)::bigint AS operations
FROM (SELECT operation_type, measure, amount FROM nightshift.counter WHERE organization_id = :organization
      UNION ALL
      SELECT operation_type, measure, amount FROM nightshift.counter_delta WHERE organization_id = :organization) AS all_of_them
GROUP BY operation_type, measure
HAVING sum(amount) <> 0
UNION ALL
SELECT operation_type, statuscode, cause, count(*)
FROM nightshift.operation
WHERE organization_id = :organization AND node_id IS NOT NULL
GROUP BY operation_type, statuscode, cause
ORDER BY operation_type, measure, cause
