-- Nobody waits long behind an upgrade that waits: it gives up soon, and tries again. Statements may take their time.
set lock_timeout = '100ms';
set statement_timeout = 0;
-- Each tenant has a search_path of its own, for which every function's plans are made anew: once each, not for each of the first five calls.
set plan_cache_mode = force_generic_plan;
