-- Gives the free slots of these limit keys to the lowest sequences that could run but for the limit. The first in line
-- says how wide the key is; one behind it that is narrower may have to wait for a lower slot. As in promote.sql, who is next
-- is fixed before the rows are locked. The note is left again where a row could not be locked or waits no longer, and where
-- one of another width may be the first in line now.
WITH key AS MATERIALIZED (
    SELECT noted.organization_id, noted.limit_key, first.limit_width
    FROM unnest(:organizations::int[], :limit_keys::text[]) AS noted (organization_id, limit_key),
         LATERAL (
             SELECT o.limit_width
             FROM nightshift.operation o
             WHERE o.organization_id = noted.organization_id AND o.limit_key = noted.limit_key AND {limited}
             ORDER BY o.sequence
             LIMIT 1
         ) AS first
    WHERE NOT EXISTS (SELECT 1 FROM nightshift.hold h
                      WHERE h.organization_id = noted.organization_id AND h.limit_key = noted.limit_key)
), free AS MATERIALIZED (
    SELECT key.organization_id, key.limit_key, slot,
           row_number() OVER (PARTITION BY key.organization_id, key.limit_key ORDER BY slot) AS place_in_line
    FROM key, generate_series(0, key.limit_width - 1) AS slot
    WHERE NOT EXISTS (SELECT 1 FROM nightshift.operation holder
                      WHERE holder.organization_id = key.organization_id AND holder.limit_key = key.limit_key
                        AND holder.limit_slot = slot)
), next AS MATERIALIZED (
    SELECT waiting.organization_id, waiting.operation_id, waiting.limit_key AS noted_key, free.slot,
           coalesce(free.slot < waiting.limit_width, false) AS fits,
           waiting.limit_width <> first_value(waiting.limit_width)
               OVER (PARTITION BY waiting.organization_id, waiting.limit_key ORDER BY waiting.place_in_line) AS differs
    FROM (SELECT organization_id, limit_key, count(*) AS slots FROM free GROUP BY organization_id, limit_key) AS many,
         LATERAL (
             SELECT o.organization_id, o.operation_id, o.limit_key, o.limit_width,
                    row_number() OVER (ORDER BY o.sequence) AS place_in_line
             FROM nightshift.operation o
             WHERE o.organization_id = many.organization_id AND o.limit_key = many.limit_key AND {limited}
             ORDER BY o.sequence
             LIMIT many.slots + 1
         ) AS waiting
    LEFT JOIN free ON free.organization_id = waiting.organization_id AND free.limit_key = waiting.limit_key
             AND free.place_in_line = waiting.place_in_line
), locked AS MATERIALIZED (
    SELECT o.organization_id, o.operation_id
    FROM nightshift.operation o JOIN next USING (organization_id, operation_id)
    WHERE next.fits AND {limited}
    ORDER BY o.operation_id
    FOR UPDATE OF o SKIP LOCKED
), again AS (
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT DISTINCT next.organization_id, next.noted_key FROM next
    WHERE (next.fits AND NOT EXISTS (SELECT 1 FROM locked WHERE locked.organization_id = next.organization_id
                                                            AND locked.operation_id = next.operation_id))
       OR (next.differs AND NOT next.fits
           AND EXISTS (SELECT 1 FROM next AS promoted JOIN locked USING (organization_id, operation_id)
                       WHERE promoted.organization_id = next.organization_id AND promoted.noted_key = next.noted_key))
)
UPDATE nightshift.operation o
SET limit_slot = next.slot
FROM locked JOIN next USING (organization_id, operation_id)
WHERE o.organization_id = locked.organization_id AND o.operation_id = locked.operation_id
RETURNING o.organization_id, o.priority_class, o.operation_type, o.message_name
