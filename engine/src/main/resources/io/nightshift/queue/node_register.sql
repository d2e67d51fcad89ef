-- A node that has lost its lease begins anew with another number, but under the orders that it had.
INSERT INTO nightshift.node (node_id, name, lease_millis, slots, version, handlers, started_on, renewed_on, drain_author,
    drain_reason)
SELECT :node, :name, :lease_millis, :slots, :version, :handlers::text[], :now, :now, before.drain_author, before.drain_reason
FROM (VALUES (1)) AS one LEFT JOIN nightshift.node AS before ON before.node_id = :before
