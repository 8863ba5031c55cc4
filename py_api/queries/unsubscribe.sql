select thing.unsubscribe($1::text, $2::text::uuid)
