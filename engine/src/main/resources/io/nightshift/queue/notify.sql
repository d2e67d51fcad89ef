-- Tells whoever listens, once the transaction commits. PostgreSQL lets commits with a notification pass one by one, so this
-- is not sent with every commit (Hints).
SELECT pg_notify('nightshift', payload) FROM unnest(:payloads::text[]) AS hint (payload)
