-- In the order in which they are folded.
DELETE FROM nightshift.counter
WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.counter
                        WHERE kept = :kept AND day = :day::text::date AND measure >= 30
                        ORDER BY organization_id, operation_type, measure
                        FOR UPDATE))
