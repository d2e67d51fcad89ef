UPDATE nightshift.node SET holds_seen = :number WHERE node_id = :node AND alive
