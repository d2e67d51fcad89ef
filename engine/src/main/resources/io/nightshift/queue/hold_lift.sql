-- Lifts a hold; a note for its lane or limit key makes a promoter look, which passed it over while it was held.
WITH lifted AS (
    DELETE FROM nightshift.hold WHERE hold_number = :number RETURNING *
), lane AS (
    INSERT INTO nightshift.lane_note (organization_id, token)
    SELECT organization_id, token FROM lifted WHERE token IS NOT NULL
), limits AS (
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT organization_id, limit_key FROM lifted WHERE limit_key IS NOT NULL
)
SELECT h.hold_number, g.name AS organization, h.operation_type, h.message_name, h.token, h.limit_key, h.author, h.reason,
       h.placed_on
FROM lifted h LEFT JOIN nightshift.organization g ON g.organization_id = h.organization_id
