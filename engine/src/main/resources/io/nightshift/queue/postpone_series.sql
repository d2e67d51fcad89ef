-- A series that a user postponed goes on at that date, also when it is paused and resumed in between.
UPDATE nightshift.series SET next_fire = :until WHERE organization_id = :organization AND operation_id = ANY (:ids::uuid[])
