DELETE FROM nightshift.running_limit WHERE limit_number = :number RETURNING limit_number
