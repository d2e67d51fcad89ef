UPDATE nightshift.node SET alive = false, ended_on = :now WHERE node_id = :node AND alive
