-- How this session plans its prepared statements from now on.
select set_config('plan_cache_mode', $1, false)
