-- What was made beside the rule stands in the way of the next occurrence, too, if they must not overlap.
UPDATE nightshift.series SET open_occurrences = :open::text::uuid[]
WHERE organization_id = :organization AND operation_id = :id
