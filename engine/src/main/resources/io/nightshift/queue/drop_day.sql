DELETE FROM nightshift.history_day WHERE kept = :kept AND day = :day::text::date
