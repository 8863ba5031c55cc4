select json_build_object(
    'diff', thing.schema_diff($1, $2, $3),
    'steps', (select coalesce(json_agg(s order by s.version), '[]')
                from (select * from thing.history($1) h
                       where h.version > $2 and h.version <= coalesce($3, h.version)
                       order by h.version limit $4) s))
