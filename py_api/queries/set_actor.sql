select to_json(set_config('thing.actor', $1, true))
