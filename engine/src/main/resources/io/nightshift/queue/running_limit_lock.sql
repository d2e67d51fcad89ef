-- Two people who set the same limit do it one after the other.
LOCK TABLE nightshift.running_limit IN SHARE ROW EXCLUSIVE MODE
