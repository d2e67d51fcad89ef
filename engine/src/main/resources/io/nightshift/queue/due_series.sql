-- Series whose next occurrence is due; each is advanced in the transaction that makes its occurrence.
SELECT o.organization_id, o.operation_id, o.operation_type, o.message_name, o.name, o.data, o.has_large_data,
       o.priority_class, o.kept, o.owner_id, o.correlation_id, o.regarding_id, o.regarding_type, o.depth, o.claim_number,
       o.created_on, o.postpone_until,
       s.pattern, s.start_on, s.zone, s.overlap, s.missed, s.token, s.next_fire, s.last_occurrence_id,
       g.name AS organization_name
FROM nightshift.operation o
JOIN nightshift.series s ON s.organization_id = o.organization_id AND s.operation_id = o.operation_id
JOIN nightshift.organization g ON g.organization_id = o.organization_id
WHERE o.statuscode = 10 AND o.cause = 7 AND o.postpone_until <= :now
ORDER BY o.postpone_until
LIMIT :most
FOR UPDATE OF o SKIP LOCKED
