SELECT EXISTS (SELECT 1 FROM nightshift.running_limit) AS is_limited
