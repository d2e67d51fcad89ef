SELECT count(*) AS ahead
FROM (SELECT 1 FROM nightshift.operation
      WHERE organization_id = :organization AND operation_type = :type AND message_name = :message_name
        AND {claimable} AND sequence < :sequence
      LIMIT :cap) AS before
