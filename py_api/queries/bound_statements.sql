-- No statement of the API's takes longer; a tenant's own limit may be shorter.
select set_config('statement_timeout', $1::text, false)
 where current_setting('statement_timeout')::interval not between interval '1 microsecond' and $1::text::interval
