-- What there is to do beside claiming: one round trip that costs a few index probes. Also a part of pulse.sql.
SELECT EXISTS (SELECT 1 FROM nightshift.lane_note) OR EXISTS (SELECT 1 FROM nightshift.limit_note) AS has_lane_notes,
       EXISTS (SELECT 1 FROM nightshift.event_note) AS has_event_notes,
       EXISTS (SELECT 1 FROM nightshift.operation
               WHERE statuscode = 10 AND cause IN (1, 2, 4, 6) AND postpone_until <= :now) AS has_due,
       EXISTS (SELECT 1 FROM nightshift.operation
               WHERE statuscode = 10 AND cause = 7 AND postpone_until <= :now) AS has_due_series,
       EXISTS (SELECT 1 FROM nightshift.node WHERE NOT alive AND NOT is_cleared) AS has_dead_nodes,
       EXISTS (SELECT 1 FROM nightshift.operation WHERE token IS NOT NULL AND lane_slot IS NULL)
           OR EXISTS (SELECT 1 FROM nightshift.operation o WHERE {limited}) AS has_lines,
       (SELECT postpone_until FROM nightshift.operation WHERE {timed} AND postpone_until > :now
        ORDER BY postpone_until LIMIT 1) AS next_due
