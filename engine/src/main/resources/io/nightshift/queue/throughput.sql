-- What this node completed of late, in place of what it said before; and what nodes said that are long gone goes.
WITH said AS (
    DELETE FROM nightshift.node_throughput
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.node_throughput
                            WHERE node_id = :node OR measured_on < :old
                            FOR UPDATE SKIP LOCKED))
)
INSERT INTO nightshift.node_throughput
    (node_id, organization_id, measured_on, completions, operation_type, seconds, priority_class, message_name)
SELECT :node, organization_id, :now, completions, operation_type, seconds, priority_class, message_name
FROM unnest(:organizations::int[], :classes::int[], :types::int[], :messages::text[], :completions::int8[], :seconds::int[])
         AS late (organization_id, priority_class, operation_type, message_name, completions, seconds)
