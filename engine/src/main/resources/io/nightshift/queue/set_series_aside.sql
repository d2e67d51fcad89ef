-- Pauses a series whose next occurrence cannot be made, so that it does not hold up the others.
UPDATE nightshift.operation SET cause = 3, postpone_until = :never, message = :message
WHERE organization_id = :organization AND operation_id = :id AND statuscode = 10 AND cause = 7
