-- As lane_notes.sql: taken in the statement before signal.sql, which then sees whatever left them.
DELETE FROM nightshift.event_note
WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.event_note LIMIT :most FOR UPDATE SKIP LOCKED))
RETURNING organization_id, event_key
