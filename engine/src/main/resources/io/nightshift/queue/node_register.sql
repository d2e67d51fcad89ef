INSERT INTO nightshift.node (node_id, name, lease_millis, slots, version, handlers, started_on, renewed_on)
VALUES (:node, :name, :lease_millis, :slots, :version, :handlers::text[], :now, :now)
