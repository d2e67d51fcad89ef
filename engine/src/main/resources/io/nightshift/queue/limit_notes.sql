-- As lane_notes.sql: taken in the statement before promote_limits.sql, which then sees whatever left them.
DELETE FROM nightshift.limit_note
WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.limit_note LIMIT :most FOR UPDATE SKIP LOCKED))
RETURNING organization_id, limit_key
