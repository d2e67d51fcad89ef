DELETE FROM nightshift.enqueue_key
WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.enqueue_key WHERE expires_on <= :now LIMIT :most FOR UPDATE SKIP LOCKED))
