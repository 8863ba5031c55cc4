select thing.subscribe($1::text, $2::text::interval, $3::text::uuid)::text
