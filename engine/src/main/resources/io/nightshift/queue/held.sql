-- What a node holds, as the database has it.
SELECT organization_id, operation_id, claim_number, operation_type, priority_class, message_name, loss_count, kept, created_on
FROM nightshift.operation
WHERE node_id = :node
