-- Who holds a lane, and how many stand before a waiting member, counted up to a cap.
SELECT holder.operation_id AS holder_id, holder.name AS holder_name, holder.statuscode AS holder_status,
       holder.cause::integer AS holder_cause,
       (CASE WHEN holder.operation_id IS NULL THEN 0 ELSE 1 END
        + (SELECT count(*) FROM (SELECT 1 FROM nightshift.operation o
                                 WHERE o.organization_id = :organization AND o.token = :token AND o.lane_slot IS NULL
                                   AND o.sequence < :sequence
                                 LIMIT :cap) AS before)) AS ahead
FROM (SELECT 1) AS one
LEFT JOIN nightshift.operation holder
  ON holder.organization_id = :organization AND holder.token = :token AND holder.lane_slot IS NOT NULL
