-- How many ended on each day (of UTC) since one of them, and how, by the counters.
SELECT day::text AS day, measure, sum(amount)::bigint AS operations
FROM (SELECT day, measure, amount FROM nightshift.counter
      WHERE organization_id = :organization AND measure >= 30 AND day >= :from::text::date
      UNION ALL
      SELECT day, measure, amount FROM nightshift.counter_delta
      WHERE organization_id = :organization AND measure >= 30 AND day >= :from::text::date) AS all_of_them
GROUP BY day, measure
HAVING sum(amount) > 0
ORDER BY day, measure
