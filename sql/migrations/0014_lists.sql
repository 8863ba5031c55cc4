-- Rules that a row breaks are told with the item of the list that breaks them.
drop function thing.describe_violations(jsonb, integer[]);
drop function thing.still_judged(jsonb, integer[], jsonb, jsonb);
drop function thing.effective_rules_of(integer);
drop function thing.effective_rules_of_many(integer[]);
