-- On which days before this time anything was created that is live or kept: live rows, the days of history that are still
-- open (all before them are closed), and what is known of the closed ones. One statement: what ends meanwhile is seen in one place or the other.
SELECT kept, created::text AS day
FROM (SELECT DISTINCT kept, (created_on AT TIME ZONE 'UTC')::date AS created
      FROM nightshift.operation WHERE created_on < :before
      UNION
      SELECT DISTINCT kept, (created_on AT TIME ZONE 'UTC')::date
      FROM nightshift.operation_history
      WHERE created_on < :before
        AND completed_on >= coalesce((SELECT max(day) + 1 FROM nightshift.history_day WHERE kept < 2), 'epoch')::timestamp AT TIME ZONE 'UTC'
      UNION
      SELECT kept, unnest(created_days) FROM nightshift.history_day) AS used
