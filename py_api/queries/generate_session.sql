-- A COPY of many rows may take longer than a request may; and the log says who wrote them.
select set_config('statement_timeout', '0', false), set_config('idle_in_transaction_session_timeout', '0', false),
       set_config('thing.actor', 'thingbase generate', false), set_config('timezone', 'UTC', false)
