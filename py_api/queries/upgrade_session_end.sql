reset lock_timeout;
reset statement_timeout;
reset plan_cache_mode;
