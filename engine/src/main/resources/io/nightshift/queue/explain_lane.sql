-- Who holds a lane, and how many stand before a waiting member, those in tow of the holder among them, counted up to a cap.
SELECT holder.operation_id AS holder_id, holder.name AS holder_name, holder.statuscode AS holder_status,
       holder.cause::integer AS holder_cause,
       ((SELECT count(*) FROM (SELECT 1 FROM nightshift.operation o
                               WHERE o.organization_id = :organization AND o.token = :token AND o.lane_slot IS NOT NULL
                               LIMIT :cap) AS running)
        + (SELECT count(*) FROM (SELECT 1 FROM nightshift.operation o
                                 WHERE o.organization_id = :organization AND o.token = :token AND o.lane_slot IS NULL
                                   AND o.sequence < :sequence
                                 LIMIT :cap) AS before)) AS ahead
FROM (SELECT 1) AS one
LEFT JOIN (SELECT operation_id, name, statuscode, cause FROM nightshift.operation
           WHERE organization_id = :organization AND token = :token AND lane_slot IS NOT NULL
           ORDER BY lane_slot
           LIMIT 1) AS holder ON true
