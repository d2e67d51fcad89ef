-- Records how operations ended: out of the live table, into history, and a note for each lane that is free now.
-- Fenced: a row whose claim number or status is no longer the one the caller knows is left alone and not returned.
-- A column that is null for all may be sent empty: it is filled up with nulls.
WITH ended AS (
    DELETE FROM nightshift.operation o
    USING unnest(:organizations::int[], :ids::uuid[], :claims::int[], :from_lowest::int[], :from_highest::int[],
                 :statuses::int[], :codes::int[], :messages::text[], :results::text[], :large_results::bool[],
                 :ran::int8[])
              AS outcome (organization_id, operation_id, claim_number, from_lowest, from_highest, statuscode, error_code,
                          message, result, has_large_result, ran_micros)
    WHERE o.organization_id = outcome.organization_id AND o.operation_id = outcome.operation_id
      AND o.claim_number = outcome.claim_number AND o.statuscode BETWEEN outcome.from_lowest AND outcome.from_highest
    RETURNING o.*, outcome.statuscode AS ended_as, outcome.error_code AS ended_code, outcome.message AS ended_message,
              outcome.result, coalesce(outcome.has_large_result, false) AS has_large_result, outcome.ran_micros
), freed AS (
    INSERT INTO nightshift.lane_note (organization_id, token)
    SELECT DISTINCT organization_id, token FROM ended WHERE token IS NOT NULL
), freed_limits AS (
    INSERT INTO nightshift.limit_note (organization_id, limit_key)
    SELECT organization_id, limit_key FROM ended WHERE limit_key IS NOT NULL
), counted AS (
    INSERT INTO nightshift.counter_delta (organization_id, operation_type, day, amount, measure, kept)
    SELECT less.organization_id, less.operation_type, change.day, change.amount, change.measure, change.kept
    FROM (SELECT organization_id, operation_type, kept, ended_as, CASE statuscode WHEN 10 THEN cause END AS cause,
                 count(*)::integer AS operations
          FROM ended GROUP BY 1, 2, 3, 4, 5) AS less,
         LATERAL (VALUES ('epoch'::date, -less.operations, 0, 0), ('epoch', -less.operations, less.cause, 0),
                         ({day_of_end}, less.operations, less.ended_as, less.kept)) AS change (day, amount, measure, kept)
    WHERE change.measure IS NOT NULL
)
INSERT INTO nightshift.operation_history (operation_id, sequence, node_id, created_on, completed_on, organization_id,
    operation_type, claim_number, attempt, statuscode, priority_class, kept, retry_count, depth, progress, is_series,
    has_large_data, has_large_result, message_name, name, token, limit_key, limit_width, started_on, data,
    result, progress_text, error_code,
    message, owner_id, parent_id, correlation_id, regarding_id, regarding_type)
SELECT operation_id, sequence, node_id, created_on, :now, organization_id,
    operation_type, claim_number,
    -- The start of what ran for a moment only is not marked; it comes with the end. Null: it never started.
    attempt + CASE WHEN started_on IS NULL AND ran_micros IS NOT NULL THEN 1 ELSE 0 END,
    ended_as, priority_class, kept, retry_count, depth, progress, is_series,
    has_large_data, has_large_result, message_name, name,
    -- The token and the limit key of a series lie beside it, because the series itself stands in no lane.
    CASE WHEN is_series THEN (SELECT s.token FROM nightshift.series s WHERE s.organization_id = ended.organization_id
                                                                      AND s.operation_id = ended.operation_id)
         ELSE token END,
    CASE WHEN is_series THEN (SELECT s.limit_key FROM nightshift.series s WHERE s.organization_id = ended.organization_id
                                                                          AND s.operation_id = ended.operation_id)
         ELSE limit_key END,
    CASE WHEN is_series THEN (SELECT s.limit_width FROM nightshift.series s WHERE s.organization_id = ended.organization_id
                                                                            AND s.operation_id = ended.operation_id)
         ELSE limit_width END,
    coalesce(started_on, :now::timestamptz - ran_micros * interval '1 microsecond'), data, result, progress_text, ended_code,
    ended_message, owner_id, parent_id, correlation_id, regarding_id, regarding_type
FROM ended
RETURNING organization_id, operation_id
