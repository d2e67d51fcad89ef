-- Takes lane notes. Runs in the transaction of promote.sql, as the statement before it: whatever left a note has committed
-- before promote.sql takes its snapshot. From here on the transaction waits for nobody for long: a process that stands still
-- may have given the slot away and not committed.
DELETE FROM nightshift.lane_note
WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.lane_note LIMIT :most OFFSET :past FOR UPDATE SKIP LOCKED))
RETURNING organization_id, token, (SELECT set_config('lock_timeout', '1s', true)) AS patience
