-- The core against what its installer noted: functions, tables, privileges, registries.
create or replace function thing.check_core()
returns setof thing.damage
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select 'changed core', null::text, coalesce(w.part, a.part) || ' ' || coalesce(w.name, a.name),
           case when a.name is null then 'it is not there' when w.name is null then 'it is not one of ours'
                else 'it is not what was installed' end, null::text[]
      from (select * from thing.parts p where p.scope = 'core') w
      full join (select * from thing.core_parts()) a on a.part = w.part and a.name = w.name
     where a.definition is distinct from w.definition
     order by 3;
end
$$;
comment on function thing.check_core() is 'What of the core is not as it was installed. Internal.';
revoke all on function thing.check_core() from public;
