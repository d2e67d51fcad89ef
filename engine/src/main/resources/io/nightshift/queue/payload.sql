INSERT INTO nightshift.operation_payload (organization_id, operation_id, kept, part, created_on, body)
SELECT * FROM unnest(:organizations::int[], :ids::uuid[], :kept::int[], :parts::int[], :created::timestamptz[], :bodies::text[])
ON CONFLICT (organization_id, operation_id, part, kept, created_on) DO UPDATE SET body = excluded.body
