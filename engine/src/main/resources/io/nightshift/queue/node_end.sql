-- The end of a node that knows of it: what it leaves behind is taken back without counting as a loss.
UPDATE nightshift.node SET alive = false, ended_on = :now, ended_orderly = true WHERE node_id = :node AND alive
