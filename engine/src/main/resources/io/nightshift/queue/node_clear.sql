-- A dead node that holds nothing can never hold anything again.
UPDATE nightshift.node n SET is_cleared = true
WHERE NOT n.alive AND NOT n.is_cleared AND NOT EXISTS (SELECT 1 FROM nightshift.operation o WHERE o.node_id = n.node_id)
