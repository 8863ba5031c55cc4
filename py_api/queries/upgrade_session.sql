-- Nobody waits long behind an upgrade that waits: it gives up soon, and tries again. Statements may take their time.
set lock_timeout = '100ms';
set statement_timeout = 0;
