-- As lane_notes.sql: taken in the statement before promote_limits.sql, which then sees whatever left them.
DELETE FROM nightshift.limit_note
WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.limit_note LIMIT :most OFFSET :past FOR UPDATE SKIP LOCKED))
RETURNING organization_id, limit_key, (SELECT set_config('lock_timeout', '1s', true)) AS patience
