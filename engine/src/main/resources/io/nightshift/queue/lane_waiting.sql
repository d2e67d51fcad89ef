-- How many wait in a lane for its slot, counted up to a cap.
SELECT count(*)::int AS operations
FROM (SELECT 1 FROM nightshift.operation o
      WHERE o.organization_id = :organization AND o.token = :token AND o.lane_slot IS NULL
      LIMIT :cap) AS few
