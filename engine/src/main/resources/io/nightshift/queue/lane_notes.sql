-- Takes lane notes. Runs in the transaction of promote.sql, as the statement before it: whatever left a note has committed
-- before promote.sql takes its snapshot.
DELETE FROM nightshift.lane_note
WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.lane_note LIMIT :most FOR UPDATE SKIP LOCKED))
RETURNING organization_id, token
