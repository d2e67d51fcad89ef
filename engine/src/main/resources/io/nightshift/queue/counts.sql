-- How many stand where, counted up to a cap for each status.
SELECT status.statuscode, counted.cause, counted.operations
FROM (VALUES (0), (10), (20), (21), (22), (30), (31), (32)) AS status (statuscode),
     LATERAL (
         SELECT capped.cause, count(*) AS operations
         FROM (SELECT v.cause FROM nightshift.asyncoperation v
               WHERE v.organization_id = :organization AND v.statuscode = status.statuscode
               LIMIT :cap) AS capped
         GROUP BY capped.cause
     ) AS counted
ORDER BY status.statuscode, counted.cause
