-- A job waits for nobody's impatience, and works as the owner of the tables, not as a superuser.
set role thing_owner;
set lock_timeout = 0;
set statement_timeout = 0;
set idle_in_transaction_session_timeout = 0;
