select seq, operation, class_id, class, thing_id, version, old, new, changed, target, at, actor, cursor from thing.read_events($1::text, $2::text, $3::integer, $4::text, $5::text::jsonb)
