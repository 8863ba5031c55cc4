-- A job works as the owner of the tables, not as a superuser. How long it waits for locks is for the caller to say (job_lock_timeout).
set role thing_owner;
set statement_timeout = 0;
set idle_in_transaction_session_timeout = 0;
