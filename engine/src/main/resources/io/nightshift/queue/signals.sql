-- What users asked of the operations this node runs.
SELECT organization_id, operation_id, claim_number, statuscode
FROM nightshift.operation
WHERE node_id = :node AND statuscode IN (21, 22)
