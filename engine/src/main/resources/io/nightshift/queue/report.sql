-- What a running handler reports: progress, and with a checkpoint its cursor. Fenced by the claim.
UPDATE nightshift.operation
SET progress = coalesce(:progress::smallint, progress), progress_text = coalesce(:progress_text, progress_text),
    checkpoint = coalesce(:checkpoint, checkpoint)
WHERE organization_id = :organization AND operation_id = :id AND claim_number = :claim AND statuscode IN (20, 21, 22)
RETURNING statuscode
