-- The text form of a cursor with its signature: <cursor>.<half a SHA-256 over the key, twice, and the cursor>. The
-- cursor names its log, so the signature is good for that one alone. Without a SET clause, so that it becomes part of
-- the query that calls it. Pure.
create or replace function thing.sign_cursor(p_cursor text, p_key bytea)
returns text
language sql
immutable
as $$
    select p_cursor || '.' || left(encode(sha256(p_key || sha256(p_key || convert_to(p_cursor, 'UTF8'))), 'hex'), 32)
$$;
comment on function thing.sign_cursor(text, bytea) is 'Event cursor with its signature. Internal.';
revoke all on function thing.sign_cursor(text, bytea) from public;
