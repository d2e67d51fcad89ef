-- What time wakes, of all organizations, the soonest first: a part of the index that wakes it. The first of all comes before
-- every moment there is.
SELECT postpone_until, operation_id
FROM nightshift.operation
WHERE {timed}
  AND (postpone_until, operation_id)
      > (coalesce(:time, '-infinity'::timestamptz), coalesce(:id, '00000000-0000-0000-0000-000000000000'::uuid))
ORDER BY postpone_until, operation_id
LIMIT :most
