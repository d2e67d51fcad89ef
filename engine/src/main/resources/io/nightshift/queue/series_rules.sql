-- The rules and next dates of series whose parents are locked.
SELECT operation_id, next_fire, pattern, start_on, zone, overlap, missed, skipped
FROM nightshift.series
WHERE organization_id = :organization AND operation_id = ANY (:ids::uuid[])
