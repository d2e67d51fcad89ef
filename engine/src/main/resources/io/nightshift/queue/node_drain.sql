-- Orders a living node to take nothing more, or, with no author, takes the order back.
UPDATE nightshift.node SET drain_author = :author, drain_reason = :reason
WHERE node_id = :node AND alive
