DELETE FROM nightshift.node WHERE NOT alive AND is_cleared AND ended_on < :before
