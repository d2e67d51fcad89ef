-- Takes the slot of a held lane or limit key back from whoever has it and is not claimed; lifting the hold gives it again.
WITH taken AS (
    UPDATE nightshift.operation
    SET lane_slot = CASE WHEN token = :token THEN NULL ELSE lane_slot END, limit_slot = NULL
    WHERE organization_id = :organization AND statuscode IN (0, 10)
      AND ((token = :token AND lane_slot IS NOT NULL) OR (limit_key = :limit_key AND limit_slot IS NOT NULL))
    RETURNING organization_id, limit_key
)
INSERT INTO nightshift.limit_note (organization_id, limit_key)
SELECT organization_id, limit_key FROM taken WHERE limit_key IS NOT NULL
