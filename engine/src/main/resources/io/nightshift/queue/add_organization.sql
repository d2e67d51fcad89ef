INSERT INTO nightshift.organization (name, created_on) VALUES (:name, :now) ON CONFLICT (name) DO NOTHING
