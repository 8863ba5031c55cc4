-- Everything of the schema belongs to thing_owner. Runs inside the tenant's schema.
create or replace function thing.check_owners()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_schema text := current_schema();
begin
    return query
    select 'changed owner', null::text, o.object, format('it belongs to %s', pg_get_userbyid(o.owner)),
           array[format('alter %s owner to thing_owner', o.what)]
      from (select 1 as n, n.nspname::text as object, n.nspowner as owner, format('schema %I', n.nspname) as what
              from pg_namespace n where n.nspname = v_schema
            union all
            select 2, c.relname, c.relowner, format('table %I.%I', v_schema, c.relname)
              from pg_class c
             where c.relnamespace = quote_ident(v_schema)::regnamespace and c.relkind in ('r', 'p')
               and c.relname in (select w.table_name from thing.wanted_parts() w where w.part = 'table')
            union all
            select 3, p.oid::regprocedure::text, p.proowner,
                   format('routine %I.%I(%s)', v_schema, p.proname, pg_get_function_identity_arguments(p.oid))
              from pg_proc p
             where p.pronamespace = quote_ident(v_schema)::regnamespace
               and (p.proname ~ '^retype_[0-9]+$' or p.oid::regprocedure::text in (
                       select w.name from thing.parts w where w.scope = 'tenant' and w.part = 'function'))) o
     where o.owner <> 'thing_owner'::regrole
     order by o.n, o.object;
end
$$;
comment on function thing.check_owners() is 'What of the schema belongs to another role. Internal.';
revoke all on function thing.check_owners() from public;
