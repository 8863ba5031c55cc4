select thing.plan($1, $2::jsonb)
