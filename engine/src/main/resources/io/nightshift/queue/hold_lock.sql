-- Holds are placed one at a time, so that their numbers become visible in their order: a node that has seen one number has
-- seen all lower ones.
LOCK TABLE nightshift.hold IN SHARE ROW EXCLUSIVE MODE
