-- The triggers that keep coming columns in step with what is written meanwhile, as they are wanted and as they are. A
-- value that cannot convert is refused (TB001): else the change of type would fail on it later. Definer: tenants may
-- not write hidden columns. Runs inside the tenant's schema.
create or replace function thing.retype_steps(p_class_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_table text := format('%I.%I', current_schema(), thing.table_name(p_class_id));
    v_wanted record;
    v_conversion record;
begin
    return query
    select (thing.ddl_step(phase => s.phase, sql => s.sql, table_name => thing.table_name(p_class_id),
               lock_mode => 'ACCESS EXCLUSIVE')).*
      from pg_trigger t
      cross join lateral (values ('triggers'::thing.ddl_phase, format('drop trigger %I on %s', t.tgname, v_table)),
                                 ('grants', format('drop function %I.%I()', current_schema(), t.tgname))) s (phase, sql)
     where t.tgrelid = to_regclass(v_table) and t.tgname ~ '^retype_[0-9]+$'
       and not exists (select from thing_class_fields o where 'retype_' || o.id = t.tgname and o.pending ? 'replaces');
    for v_wanted in
        select format('retype_%s', o.id) as name, f.name as field, f.physical_name as own, f.type as own_type,
               o.physical_name as other, o.type, o.params, o.pending -> 'renamed' as renamed
          from thing_class_fields o
          join thing_class_fields f on f.id = (o.pending ->> 'replaces')::integer
         where o.class_id = p_class_id
           and not exists (select from pg_trigger t
                            where t.tgrelid = to_regclass(v_table) and t.tgname = 'retype_' || o.id)
         order by o.id
    loop
        v_conversion := thing.conversion_sql(v_wanted.own_type, v_wanted.type, v_wanted.params,
            format('new.%I', v_wanted.own), v_wanted.renamed);
        return next thing.ddl_step(phase => 'triggers', sql => format(
            $sql$create or replace function %1$I.%2$I() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $f$
begin
    if not %3$s then
        perform thing.fail('VALIDATION_FAILED', %4$L, jsonb_build_array(jsonb_build_object($sql$
            || $sql$'field', %5$L, 'rule', 'type', 'message', %6$L, 'params', '{}'::jsonb)));
    end if;
    new.%7$I := %8$s;
    return new;
end
$f$
$sql$, current_schema(), v_wanted.name, v_conversion.guard,
            format('%s: must convert to %s: its type is being changed', v_wanted.field, v_wanted.type), v_wanted.field,
            format('must convert to %s: its type is being changed', v_wanted.type),
            v_wanted.other, v_conversion.value));
        return next thing.ddl_step(phase => 'triggers',
            sql => format('revoke all on function %I.%I() from public', current_schema(), v_wanted.name));
        return next thing.ddl_step(phase => 'triggers', table_name => thing.table_name(p_class_id),
            lock_mode => 'ACCESS EXCLUSIVE', sql => format(
                'create trigger %I before insert or update of %I on %s for each row execute function %I.%1$I()',
                v_wanted.name, v_wanted.own, v_table, current_schema()));
    end loop;
end
$$;
comment on function thing.retype_steps(integer) is
    'DDL steps for the triggers that keep coming columns in step. Internal.';
revoke all on function thing.retype_steps(integer) from public;
