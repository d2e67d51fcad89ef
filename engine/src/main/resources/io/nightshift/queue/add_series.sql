INSERT INTO nightshift.series (organization_id, operation_id, pattern, start_on, zone, overlap, missed, token, limit_key,
    limit_width, next_fire)
SELECT * FROM unnest(:organizations::int[], :ids::uuid[], :patterns::text[], :starts::timestamptz[], :zones::text[],
                     :overlaps::text[], :missed::text[], :tokens::text[], :limit_keys::text[],
                     :limit_widths::int[], :next_fires::timestamptz[])
