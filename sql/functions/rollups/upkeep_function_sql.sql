-- A trigger function that keeps figures, as text. p_body: PL/pgSQL, in which _parents are the things whose figures
-- change. Static SQL, planned once a session (a plan for each list of things would take longer than most lists). It
-- enters the tenant's schema, which expressions name their tables in. Runs inside that.
create or replace function thing.upkeep_function_sql(p_name text, p_body text)
returns text
language plpgsql
stable
as $$
begin
    return format($ddl$create or replace function %1$I.%2$I() returns trigger language plpgsql security definer
set search_path = %3$s set plan_cache_mode = force_generic_plan as $f$
declare
    _parents uuid[];
    _changed uuid[];
begin%4$s
    return null;
end
$f$
$ddl$, current_schema(), p_name, thing.tenant_path(current_schema()), p_body);
end
$$;
comment on function thing.upkeep_function_sql(text, text) is 'A trigger function that keeps figures. Internal.';
revoke all on function thing.upkeep_function_sql(text, text) from public;
