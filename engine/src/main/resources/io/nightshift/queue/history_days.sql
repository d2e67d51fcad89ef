-- The partitions of history by their names, and what is known of the closed ones.
SELECT part.kept, part.day::text AS day, d.kept IS NOT NULL AS is_closed, d.lowest_id, d.highest_id
FROM (SELECT parent.kept, to_date(rpad(substring(c.relname FROM '[0-9]+$'), 8, '01'), 'YYYYMMDD') AS day
      FROM (VALUES (0, 'nightshift.operation_history_short'), (1, 'nightshift.operation_history_long'),
                   (2, 'nightshift.operation_history_for_ever')) AS parent (kept, name)
      JOIN pg_inherits i ON i.inhparent = parent.name::regclass AND NOT i.inhdetachpending
      JOIN pg_class c ON c.oid = i.inhrelid) AS part
LEFT JOIN nightshift.history_day d ON d.kept = part.kept AND d.day = part.day
ORDER BY part.day DESC, part.kept
