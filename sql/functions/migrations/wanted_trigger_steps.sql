-- Triggers (p_triggers: their statements) and grants of a class's tables, where pg_catalog differs from what is wanted.
-- A trigger's WHEN clause is known to PostgreSQL alone, so what it made of our statements is noted as a hash
-- (thing.trigger_prints) behind that of the statements. Triggers of other names than ours stay. Runs inside the
-- tenant's schema.
create or replace function thing.wanted_trigger_steps(p_class_id integer, p_triggers text[])
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_table text := thing.table_name(p_class_id);
    v_hash text := thing.triggers_hash(p_triggers);
begin
    if cardinality(p_triggers) > 0
       and v_hash || ' ' || coalesce((select p.print from thing.trigger_prints(p_class_id) p), '') is distinct from
           (select c.triggers_hash from thing_classes c where c.id = p_class_id) then
        return query
        select (thing.ddl_step(phase => 'triggers', sql => s, table_name => v_table,
                   lock_mode => 'SHARE ROW EXCLUSIVE')).* from unnest(p_triggers) s;
        return query
        select (thing.ddl_step(phase => 'triggers', table_name => r.relname, lock_mode => 'ACCESS EXCLUSIVE',
                               sql => format('drop trigger %I on %I.%I', t.tgname, current_schema(), r.relname))).*
          from pg_class r
          join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal
         where r.relnamespace = current_schema()::regnamespace
           and r.relname = any (array(select v_table union all
                                      select format('tj_%s_%s', p_class_id, f.physical_name) from thing_class_fields f
                                       where f.class_id = p_class_id and f.type = 'references'
                                         and f.dropped_version is null))
           and thing.is_our_trigger(t.tgname)
           and format('%s %I.%I', t.tgname, current_schema(), r.relname) <> all (array(
                   select array_to_string(regexp_match(s, '^create or replace trigger (\w+) .*? on (\S+) '), ' ')
                     from unnest(p_triggers) s where s like 'create or replace trigger %'))
         order by r.relname, t.tgname;
        return next thing.ddl_step(phase => 'grants', kind => 'note', sql => format(
            'update %1$I.thing_classes set triggers_hash = %2$L || coalesce((select p.print from '
            'thing.trigger_prints(%3$s) p), %4$L) where id = %3$s',
            current_schema(), v_hash || ' ', p_class_id, ''));
    end if;
    return query select (thing.ddl_step(phase => 'grants', sql => s)).* from thing.class_grants_sql(p_class_id) s;
end
$$;
comment on function thing.wanted_trigger_steps(integer, text[]) is
    'DDL steps that bring a class''s triggers, as given, and its grants up to date. Internal.';
revoke all on function thing.wanted_trigger_steps(integer, text[]) from public;
