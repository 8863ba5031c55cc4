-- Triggers and grants of a class's tables, where they differ from what was installed last (thing_classes.triggers_hash).
-- The tenant's role may read every column, but write only the live fields and, at insert, the id: system columns cannot be forged.
-- Runs inside the tenant's schema.
create or replace function thing.trigger_steps(p_class_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_table text := thing.table_name(p_class_id);
    v_triggers text[] := array(select s from thing.class_triggers_sql(p_class_id) s);
    v_grants text[] := array(select s from thing.class_grants_sql(p_class_id) s);
    -- Without the names of schema and role, which rename_tenant changes under triggers and grants.
    v_hash text := (select md5(replace(replace(array_to_string(v_triggers || v_grants, ';'),
                        ' ' || quote_ident(t.schema_name) || '.', ' '), ' ' || quote_ident(t.role_name), ''))
                      from thing.tenants t where t.schema_name = current_schema());
begin
    if v_hash is not distinct from (select c.triggers_hash from thing_classes c where c.id = p_class_id) then
        return;
    end if;
    return query select 8, s, v_table, 'SHARE ROW EXCLUSIVE', false, null::jsonb from unnest(v_triggers) s;
    return query
    select 8, format('drop trigger %I on %I.%I', t.tgname, current_schema(), r.relname), r.relname::text, 'ACCESS EXCLUSIVE', false, null::jsonb
      from pg_class r
      join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal
     where r.relnamespace = current_schema()::regnamespace and cardinality(v_triggers) > 0
       and r.relname = any (array(select v_table union all
                                  select format('tj_%s_%s', p_class_id, f.physical_name) from thing_class_fields f
                                   where f.class_id = p_class_id and f.type = 'references' and f.dropped_version is null))
       and t.tgname !~ '^retype_[0-9]+$'   -- thing.retype_steps
       and format('%s %I.%I', t.tgname, current_schema(), r.relname) <> all (array(
               select array_to_string(regexp_match(s, '^create or replace trigger (\w+) .*? on (\S+) '), ' ') from unnest(v_triggers) s))
     order by r.relname, t.tgname;
    return query select 9, s, null::text, null::text, false, null::jsonb from unnest(v_grants) s;
    return next (9, format('update %I.thing_classes set triggers_hash = %L where id = %s', current_schema(), v_hash, p_class_id),
        null, null, false, null)::thing.ddl_step;
end
$$;
comment on function thing.trigger_steps(integer) is 'DDL steps that bring a class''s triggers and grants up to date. Internal.';
revoke all on function thing.trigger_steps(integer) from public;
