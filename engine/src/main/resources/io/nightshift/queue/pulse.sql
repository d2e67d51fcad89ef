-- One beat of a node: renews the lease, if this node has not been declared dead, and shows the beats of the others. The time
-- of the database comes with it (clock_timestamp, because the statement may have waited for a claim to commit). An idle node
-- looks for work in the same round trip; a busy one looks by itself, so that nothing heavy stands in the way of its renewal.
-- One row: what is not looked for is null.
WITH renewed AS (
    UPDATE nightshift.node SET beat = beat + 1, renewed_on = :now, draining = :draining OR drain_author IS NOT NULL
    WHERE node_id = :node AND alive
    RETURNING drain_author IS NOT NULL AS is_to_drain
)
SELECT me.is_renewed, me.is_to_drain, clock_timestamp() AS database_time, others.*, pending.*, buckets.*, held.*, hold.*, running_limit.*,
       delta.*
FROM (SELECT count(*) = 1 AS is_renewed, coalesce(bool_or(is_to_drain), false) AS is_to_drain FROM renewed) AS me
CROSS JOIN (SELECT coalesce(array_agg(node_id), '{}') AS node_ids, coalesce(array_agg(name), '{}') AS names,
                   coalesce(array_agg(beat), '{}') AS beats, coalesce(array_agg(lease_millis), '{}') AS leases
            FROM nightshift.node WHERE alive AND node_id <> :node) AS others
LEFT JOIN ({pending.sql}) AS pending ON :looking
LEFT JOIN LATERAL (SELECT array_agg(organization_id) AS organizations, array_agg(priority_class::int) AS classes,
                          array_agg(operation_type) AS types, array_agg(message_name) AS messages
                   FROM ({buckets.sql}) AS bucket) AS buckets ON :looking
LEFT JOIN (SELECT EXISTS (SELECT 1 FROM nightshift.operation WHERE node_id = :node) AS holds_something) AS held ON :looking
LEFT JOIN (SELECT coalesce(max(hold_number), 0) AS newest_hold, count(*) AS holds FROM nightshift.hold) AS hold ON :looking
LEFT JOIN (SELECT coalesce(max(limit_number), 0) AS newest_limit, count(*) AS limits
           FROM nightshift.running_limit) AS running_limit ON :looking
LEFT JOIN (SELECT EXISTS (SELECT 1 FROM nightshift.counter_delta) AS has_deltas) AS delta ON :looking
