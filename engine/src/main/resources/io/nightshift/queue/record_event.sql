-- An event is a durable row; the note makes a dispatcher look for who waits.
WITH recorded AS (
    INSERT INTO nightshift.event (organization_id, event_key, recorded_on, data)
    VALUES (:organization, :event_key, :now, :data)
)
INSERT INTO nightshift.event_note (organization_id, event_key) VALUES (:organization, :event_key)
