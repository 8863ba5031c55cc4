select json_build_object(
    'diff', thing.schema_diff($1, $2, $3),
    'steps', (select coalesce(json_agg(h order by h.version), '[]') from thing.history($1) h where h.version > $2 and h.version <= $3))
