-- What a page of the log ends with stands in columns of its own.
drop function thing.read_events(text, text, integer, text, jsonb);

-- thing.wanted_constraints_and_indexes now.
drop function if exists thing.objects_of_rules(integer, jsonb);
