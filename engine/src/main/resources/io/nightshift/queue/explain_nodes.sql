-- The living nodes: how many take operations, how many of those have a handler, and how many of these hold as many as they
-- have slots. What a node holds is counted up to its slots.
SELECT count(*) AS living, count(drain_order) AS ordered, min(drain_order) AS drain_order,
       count(*) FILTER (WHERE NOT draining) AS taking, count(*) FILTER (WHERE handles) AS handling,
       count(*) FILTER (WHERE handles AND held >= slots) AS busy, coalesce(sum(slots) FILTER (WHERE handles), 0) AS slots
FROM (SELECT n.slots, n.draining, n.drain_order, n.handles, held.held
      FROM (SELECT node_id, slots, draining,
                   drain_author || coalesce(' (' || drain_reason || ')', '') AS drain_order, NOT draining AND handlers && :handlers AS handles
            FROM nightshift.node WHERE alive LIMIT 200) AS n
      LEFT JOIN LATERAL (SELECT count(*) AS held
                         FROM (SELECT 1 FROM nightshift.operation o WHERE o.node_id = n.node_id LIMIT n.slots) AS few
                        ) AS held ON n.handles) AS node
