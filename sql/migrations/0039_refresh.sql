-- It takes whether the rules are compiled already.
drop function if exists thing.refresh_triggers(text, integer, integer);
