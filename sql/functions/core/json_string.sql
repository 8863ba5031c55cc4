-- A text as JSON writes it; null for null. What to_json(value) gives: PostgreSQL 17 and later have JSON_SCALAR for
-- that, which does not look up at each call how the type is written. No SET clause: so the planner inlines it.
create or replace function thing.json_string(value text)
returns json
language sql
stable parallel safe
as $$
    select pg_catalog.to_json(value)
$$;
do $do$
begin
    if current_setting('server_version_num')::integer >= 170000 then
        execute 'create or replace function thing.json_string(value text) returns json language sql '
            'stable parallel safe as $$ select json_scalar(value) $$';
    end if;
end
$do$;
comment on function thing.json_string(text) is
    'A text as JSON writes it. Example: select thing.json_string(''5" wide'').';
revoke all on function thing.json_string(text) from public;
grant execute on function thing.json_string(text) to thing_admin, thing_tenant;
