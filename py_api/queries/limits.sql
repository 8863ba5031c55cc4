select name, default_value, description from thing.limits order by name
