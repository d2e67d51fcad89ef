-- What the living nodes have; null for one that has not said yet what runs on it. A dead one runs nothing any more.
SELECT l.limit_number, n.node_id, p.granted, p.wanted, p.waiting_since
FROM nightshift.node n CROSS JOIN nightshift.running_limit l
LEFT JOIN nightshift.permit p ON p.node_id = n.node_id AND p.limit_number = l.limit_number
WHERE n.alive
