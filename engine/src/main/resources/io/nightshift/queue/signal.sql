-- Wakes those who wait for these events and have not seen them: the oldest event that is new to the waiter. What it has
-- seen is a list, not a highest number: it may wait for several keys in turn, and of two events of one key the one with the
-- lower number may commit later. A waiter that is locked (someone moves it at this moment) is left a note, so that it is
-- looked at again.
WITH waiting AS MATERIALIZED (
    SELECT o.organization_id, o.operation_id, o.event_key
    FROM nightshift.operation o
    JOIN (SELECT DISTINCT * FROM unnest(:organizations::int[], :event_keys::text[]) AS note (organization_id, event_key)) AS note
      ON note.organization_id = o.organization_id AND note.event_key = o.event_key
    WHERE o.statuscode = 10 AND o.cause = 4
), locked AS MATERIALIZED (
    SELECT o.organization_id, o.operation_id
    FROM nightshift.operation o JOIN waiting USING (organization_id, operation_id)
    WHERE o.statuscode = 10 AND o.cause = 4
    FOR UPDATE OF o SKIP LOCKED
), again AS (
    INSERT INTO nightshift.event_note (organization_id, event_key)
    SELECT DISTINCT waiting.organization_id, waiting.event_key FROM waiting
    WHERE NOT EXISTS (SELECT 1 FROM locked WHERE locked.organization_id = waiting.organization_id
                                             AND locked.operation_id = waiting.operation_id)
), woken AS (
    UPDATE nightshift.operation o
    SET statuscode = 0, cause = NULL, postpone_until = NULL, event_seen = event.event_id,
        events_seen = array_append(o.events_seen, event.event_id)
    FROM locked, LATERAL (
        SELECT e.event_id
        FROM nightshift.operation w JOIN nightshift.event e
          ON e.organization_id = w.organization_id AND e.event_key = w.event_key
        WHERE w.organization_id = locked.organization_id AND w.operation_id = locked.operation_id
          AND (w.events_seen IS NULL OR e.event_id <> ALL (w.events_seen))
        ORDER BY e.event_id LIMIT 1
    ) AS event
    WHERE o.organization_id = locked.organization_id AND o.operation_id = locked.operation_id
    RETURNING o.organization_id, o.priority_class, o.operation_type, o.message_name, o.limit_key, {claimable} AS is_claimable
), limits AS (
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT DISTINCT organization_id, limit_key FROM woken WHERE limit_key IS NOT NULL
), counted AS (
    INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
    SELECT organization_id, operation_type, 'epoch', -count(*), 4, 0 FROM woken GROUP BY organization_id, operation_type
)
SELECT organization_id, priority_class, operation_type, message_name, is_claimable FROM woken
