-- A trigger function that keeps an immediate rollup, as text. Static SQL, planned once a session: it adds what came and
-- takes away what went, one statement for all groups; groups without things go. p_changes: PL/pgSQL
-- that does the first (thing.rollup_change_sql). Runs inside the tenant's schema.
create or replace function thing.rollup_function_sql(p_rollup_id integer, p_name text, p_changes text)
returns text
language plpgsql
stable
as $$
begin
    return format($ddl$create or replace function %1$I.%2$I() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $f$
declare
    _changed uuid[];
    _buckets integer[];
    _held integer[] := '{}';
    _empty uuid[];
    _left uuid[];
    _group record;
begin
%3$s
    if _empty is not null then
        delete from %1$I.%4$I _r where _r.id = any (_empty) and %5$s;
    end if;
    return case tg_when when 'BEFORE' then old end;
end
$f$
$ddl$, current_schema(), p_name, p_changes, thing.table_name(p_rollup_id),
        thing.rollup_empty_sql(p_rollup_id));
end
$$;
comment on function thing.rollup_function_sql(integer, text, text) is
    'A trigger function that keeps a rollup. Internal.';
revoke all on function thing.rollup_function_sql(integer, text, text) from public;
