-- The nodes that have not seen a hold which still stands.
SELECT n.node_id, n.name, n.beat, n.lease_millis
FROM nightshift.node n
WHERE n.alive AND n.holds_seen < :number
  AND EXISTS (SELECT 1 FROM nightshift.hold WHERE hold_number = :number)
