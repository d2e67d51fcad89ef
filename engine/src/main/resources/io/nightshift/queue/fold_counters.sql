-- Adds up a page of deltas. Whoever folds at the same time takes others, and both write the counters in one order.
WITH taken AS (
    DELETE FROM nightshift.counter_delta
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM nightshift.counter_delta LIMIT :most FOR UPDATE SKIP LOCKED))
    RETURNING organization_id, operation_type, measure, kept, day, amount
), folded AS (
    INSERT INTO nightshift.counter AS known (organization_id, operation_type, measure, kept, day, amount)
    SELECT organization_id, operation_type, measure, kept, day, sum(amount)
    FROM taken
    GROUP BY organization_id, operation_type, measure, kept, day
    HAVING sum(amount) <> 0
    ORDER BY organization_id, operation_type, measure, kept, day
    ON CONFLICT (organization_id, operation_type, measure, kept, day) DO UPDATE
        SET amount = known.amount + excluded.amount
)
SELECT count(*) AS deltas FROM taken
