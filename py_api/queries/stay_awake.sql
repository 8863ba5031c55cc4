select thing.stay_awake($1::text, $2::text::uuid, $3::text::interval)
