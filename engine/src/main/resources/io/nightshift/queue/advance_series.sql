WITH parent AS (
    UPDATE nightshift.operation SET postpone_until = :next_fire
    WHERE organization_id = :organization AND operation_id = :id AND statuscode = 10 AND cause = 7
)
UPDATE nightshift.series SET next_fire = :next_fire, last_occurrence_id = coalesce(:occurrence, last_occurrence_id)
WHERE organization_id = :organization AND operation_id = :id
