-- What is to be known of a day of history that nothing is added to any more.
INSERT INTO nightshift.history_day (kept, day, lowest_id, highest_id, created_days)
SELECT :kept, :day::text::date, min(operation_id::text)::uuid, max(operation_id::text)::uuid,
       coalesce(array_agg(DISTINCT (created_on AT TIME ZONE 'UTC')::date), '{}')
FROM nightshift.operation_history
WHERE kept = :kept AND completed_on >= :from AND completed_on < :to
ON CONFLICT (kept, day) DO NOTHING
