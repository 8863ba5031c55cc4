-- Values are written in one way on both servers.
set local timezone = 'UTC';
set local datestyle = 'ISO, MDY';
set local intervalstyle = 'postgres';
set local extra_float_digits = 1;
set local bytea_output = 'hex';
set local statement_timeout = 0;
set local idle_in_transaction_session_timeout = 0;
