DELETE FROM nightshift.counter_delta WHERE kept = :kept AND day = :day::text::date AND measure >= 30
