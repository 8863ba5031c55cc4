select thing.wake($1::text, $2::text::uuid)
