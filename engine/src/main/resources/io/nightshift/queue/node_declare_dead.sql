-- Waits for a claim of that node that is under way; the claim after it finds the node dead.
UPDATE nightshift.node SET alive = false, ended_on = :now
WHERE node_id = :node AND beat = :beat AND alive
