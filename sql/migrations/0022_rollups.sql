-- thing.is_our_trigger now.
drop function if exists thing.trigger_names();
