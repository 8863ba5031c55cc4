-- The text form of a cursor: identity:mark:lsn/made:seen[/upto/after_seq/last_seq], lsn in bytes, made in microseconds.
-- Plain text: it tells nothing the reader may not know. What is given out is signed (thing.sign_cursor). Pure.
create or replace function thing.encode_cursor(p_cursor thing.change_cursor)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select concat_ws('/', concat_ws(':', p_cursor.identity, p_cursor.mark, p_cursor.lsn - '0/0'::pg_lsn),
                   (extract(epoch from p_cursor.made) * 1000000)::bigint || ':' || p_cursor.seen,
                   p_cursor.upto, p_cursor.after_seq, p_cursor.last_seq));
end
$$;
comment on function thing.encode_cursor(thing.change_cursor) is 'Text form of an event cursor. Internal.';
revoke all on function thing.encode_cursor(thing.change_cursor) from public;
