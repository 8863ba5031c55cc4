-- How long an archive takes is its size, whatever a session's own limits.
set local statement_timeout = 0;
set local idle_in_transaction_session_timeout = 0;
