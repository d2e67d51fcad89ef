-- Who occupies the slots of a limit key that count for an operation of this width, and how many are before it in line.
SELECT holder.operation_id, holder.name,
       (SELECT count(*) FROM (SELECT 1 FROM nightshift.operation o
                              WHERE o.organization_id = :organization AND o.limit_key = :limit_key AND {limited}
                                AND o.sequence < :sequence
                              LIMIT :cap) AS before) AS ahead
FROM (SELECT 1) AS one
LEFT JOIN nightshift.operation holder
  ON holder.organization_id = :organization AND holder.limit_key = :limit_key AND holder.limit_slot < :width
ORDER BY holder.limit_slot
