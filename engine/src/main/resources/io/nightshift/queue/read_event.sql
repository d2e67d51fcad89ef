SELECT recorded_on, data FROM nightshift.event
WHERE organization_id = :organization AND event_key = :event_key AND event_id = :event_id
