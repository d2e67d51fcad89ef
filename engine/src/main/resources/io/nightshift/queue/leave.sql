-- Running operations that do not end: retry, suspend, await, checkpoint, release, rescue. A pause asked for meanwhile wins
-- and keeps its cause and date; one that is being canceled is left to end.sql. Fenced as end.sql is.
WITH moved AS (
    UPDATE nightshift.operation o
    SET statuscode = CASE o.statuscode WHEN 20 THEN outcome.statuscode ELSE 10 END,
        cause = CASE o.statuscode WHEN 20 THEN outcome.cause ELSE o.cause END,
        postpone_until = CASE o.statuscode WHEN 20 THEN outcome.postpone_until ELSE o.postpone_until END,
        node_id = NULL,
        -- Who was in tow of his lane's holder stands in line again; the holder stays it.
        lane_slot = CASE WHEN o.lane_slot = 0 THEN o.lane_slot END,
        limit_slot = NULL,
        retry_count = least(o.retry_count + outcome.retries, 32767),
        -- A handler that came to an outcome by itself is no poison, whatever it was suspected of.
        loss_count = CASE WHEN outcome.losses > 0 OR outcome.move IN ('release', 'rescue')
                          THEN least(o.loss_count + outcome.losses, 32767) ELSE 0 END,
        -- The start of what ran for a moment only is not marked; it comes with the end. What was lost may have started.
        attempt = o.attempt + CASE WHEN o.started_on IS NULL AND (outcome.ran_micros IS NOT NULL OR outcome.move = 'rescue')
                                   THEN 1 ELSE 0 END,
        started_on = coalesce(o.started_on, :now::timestamptz - outcome.ran_micros * interval '1 microsecond'),
        error_code = coalesce(outcome.error_code, o.error_code),
        message = coalesce(outcome.message, o.message),
        event_key = coalesce(outcome.event_key, o.event_key),
        event_seen = CASE WHEN outcome.event_key IS NULL THEN o.event_seen END
    FROM unnest(:organizations::int[], :ids::uuid[], :claims::int[], :statuses::int[], :causes::int[],
                :postponed::timestamptz[], :retries::int[], :losses::int[], :ran::int8[], :moves::text[],
                :codes::int[], :messages::text[], :event_keys::text[], :nodes::int8[])
             AS outcome (organization_id, operation_id, claim_number, statuscode, cause, postpone_until, retries, losses,
                         ran_micros, move, error_code, message, event_key, node_id)
    WHERE o.organization_id = outcome.organization_id AND o.operation_id = outcome.operation_id
      AND o.claim_number = outcome.claim_number AND o.statuscode IN (20, 21)
    RETURNING o.organization_id, o.operation_id, o.operation_type, o.kept, o.created_on, o.claim_number,
              o.attempt, o.started_on,
              o.statuscode, o.cause, o.event_key, o.limit_key, o.token, o.lane_slot, outcome.move, outcome.error_code AS attempt_code,
              outcome.message AS attempt_message, outcome.node_id AS attempt_node,
              o.started_on IS NOT NULL OR outcome.move = 'rescue' AS is_started
), attempted AS (
    INSERT INTO nightshift.operation_attempt (organization_id, operation_id, kept, created_on, claim_number, attempt,
        node_id, started_on, ended_on, move, error_code, message)
    SELECT organization_id, operation_id, kept, created_on, claim_number, attempt, attempt_node, started_on, :now, move,
        attempt_code, attempt_message
    FROM moved WHERE is_started
), limits AS (
    -- It takes a slot of its limit key anew when it is to run again.
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT DISTINCT organization_id, limit_key FROM moved WHERE limit_key IS NOT NULL
), lanes AS (
    -- He may have been the last of a run whose holder has ended.
    INSERT INTO nightshift.lane_note (organization_id, token)
    SELECT DISTINCT organization_id, token FROM moved WHERE token IS NOT NULL AND lane_slot IS NULL
), looked AS (
    -- Whoever records a wait leaves a note, as whoever records an event does: the later of the two is seen by the reader.
    INSERT INTO nightshift.event_note (organization_id, event_key)
    SELECT organization_id, event_key FROM moved WHERE cause = 4
), counted AS (
    INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
    SELECT organization_id, operation_type, 'epoch', count(*), cause, 0
    FROM moved WHERE statuscode = 10 GROUP BY organization_id, operation_type, cause
)
SELECT organization_id, operation_id, statuscode, cause FROM moved
