DELETE FROM nightshift.event
WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.event WHERE recorded_on < :before LIMIT :most FOR UPDATE SKIP LOCKED))
