-- A reader as most would write it, for a database that is thrown away: it remembers the greatest seq that it has seen, and asks for what
-- is above. What commits later with a lower seq it never sees. The fault run has to find that out.
create or replace function thing.change_cursor(p_tenant text)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform thing.enter_tenant(p_tenant);
    return (select 'seq:' || coalesce(max(l.seq), 0) from change_log l);
end
$$;

create or replace function thing.sign_cursor(p_cursor text, p_key bytea)
returns text
language sql
immutable
as $$
    select p_cursor
$$;

create or replace function thing.change_batch(
    p_tenant text, p_cursor text, p_limit integer, p_upto text default null,
    out seqs bigint[], out prefix text, out suffix text, out "position" text, out more boolean)
language plpgsql
stable
as $$
declare
    v_after bigint := coalesce(substr(p_cursor, 5)::bigint, 0);
    v_upto bigint := coalesce(substr(p_upto, 5)::bigint, 9223372036854775807);
begin
    seqs := array(select l.seq from change_log l where l.seq > v_after and l.seq <= v_upto order by l.seq limit p_limit);
    more := cardinality(seqs) = p_limit;
    prefix := 'seq:';
    suffix := '';
    "position" := 'seq:' || coalesce(seqs[cardinality(seqs)], v_after);
end
$$;
