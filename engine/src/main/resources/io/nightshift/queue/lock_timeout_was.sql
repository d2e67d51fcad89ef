-- What the caller's transaction said before: it is the caller's, and goes on after the move.
SELECT current_setting('lock_timeout') AS lock_timeout
