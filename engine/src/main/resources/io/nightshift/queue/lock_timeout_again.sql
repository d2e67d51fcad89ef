-- Back to what the caller's transaction said before.
SELECT set_config('lock_timeout', :lock_timeout, true)
