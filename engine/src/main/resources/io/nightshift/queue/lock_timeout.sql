-- A person does not wait for ever for a row that another transaction holds (that of a node which was stopped, say).
SET LOCAL lock_timeout = '5s'
