INSERT INTO nightshift.series (organization_id, operation_id, pattern, start_on, zone, overlap, missed, token, next_fire)
SELECT * FROM unnest(:organizations::int[], :ids::uuid[], :patterns::text[], :starts::timestamptz[], :zones::text[],
                     :overlaps::text[], :missed::text[], :tokens::text[], :next_fires::timestamptz[])
