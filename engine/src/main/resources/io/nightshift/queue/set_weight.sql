UPDATE nightshift.organization SET weight = :weight WHERE name = :name
