-- The steps that drop the trigger functions of a rollup that was dropped, behind those that drop its triggers; the
-- triggers of a hidden class go along. Runs inside the tenant's schema.
create or replace function thing.drop_rollup_function_step(p_class_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
begin
    if not exists (select from thing_classes c where c.id = p_class_id and c.dropped_version is not null) then
        return;   -- pg_proc has the functions of all tenants
    end if;
    return query
    select (thing.ddl_step(phase => 'grants', sql => format('drop function %I.%I() cascade', current_schema(),
               p.proname))).*
      from thing_classes c
      join pg_proc p on p.pronamespace = current_schema()::regnamespace
       and p.proname ~ format('^rollup_%s(_[0-9]+)?$', c.id)
     where c.id = p_class_id and c.dropped_version is not null
     order by p.proname;
end
$$;
comment on function thing.drop_rollup_function_step(integer) is
    'The steps that drop a rollup''s trigger functions. Internal.';
revoke all on function thing.drop_rollup_function_step(integer) from public;
