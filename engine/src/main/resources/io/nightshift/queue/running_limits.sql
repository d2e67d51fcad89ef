SELECT l.limit_number, l.organization_id, g.name AS organization, l.operation_type, l.most, l.author, l.reason, l.set_on,
       coalesce(p.used, 0) AS used, coalesce(p.nodes, 0) AS nodes
FROM nightshift.running_limit l
LEFT JOIN nightshift.organization g ON g.organization_id = l.organization_id
LEFT JOIN (SELECT p.limit_number, sum(p.used) AS used, count(*) FILTER (WHERE p.granted > 0) AS nodes
           FROM nightshift.permit p JOIN nightshift.node n ON n.node_id = p.node_id AND n.alive
           GROUP BY 1) AS p ON p.limit_number = l.limit_number
ORDER BY l.limit_number
