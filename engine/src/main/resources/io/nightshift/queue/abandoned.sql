-- What dead nodes still hold, in pages. Skipped rows are being recorded or moved at this moment; the next page sees them.
SELECT o.organization_id, o.operation_id, o.claim_number, o.statuscode, o.cause, o.started_on, o.loss_count, o.node_id,
       n.name AS node_name, n.ended_orderly, o.kept, o.created_on, o.priority_class, o.operation_type, o.message_name
FROM nightshift.operation o JOIN nightshift.node n ON n.node_id = o.node_id
WHERE NOT n.alive AND NOT n.is_cleared
ORDER BY o.operation_id
LIMIT :most
FOR UPDATE OF o SKIP LOCKED
