-- The trigger functions and triggers of a class's table that keep immediate rollups: of the things of this class, and
-- of those whose paths go through it. Runs inside the tenant's schema.
create or replace function thing.rollup_triggers_sql(p_class_id integer)
returns setof text
language plpgsql
stable
as $$
declare
    v_table text := format('%I.%I', current_schema(), thing.table_name(p_class_id));
    v_rollup record;
begin
    for v_rollup in
        select c.id, c.rollup,
               p_class_id in (select f from thing.class_family((c.rollup ->> 'class')::integer) f) as counted
          from thing_classes c
         where c.dropped_version is null and c.rollup ->> 'refresh' = 'immediate'
           and p_class_id in (select u from thing.rollup_users(c.rollup) u)
         order by c.id
    loop
        if v_rollup.counted then
            return next thing.rollup_source_function_sql(v_rollup.id);
        else
            return next thing.rollup_path_function_sql(v_rollup.id, p_class_id);
        end if;
        return query
        select format('create or replace trigger rollup_%s_%s %s on %s %s execute function %I.rollup_%1$s%7$s()',
                   v_rollup.id, e.event, e.moment, v_table, e.level, current_schema(),
                   case when not v_rollup.counted then '_' || p_class_id end)
          from (values
            (true, 'insert', 'after insert', 'referencing new table as new_rows for each statement'),
            (true, 'update', 'after update',
                'referencing old table as old_rows new table as new_rows for each statement'),
            (true, 'delete', 'after delete', 'referencing old table as old_rows for each statement'),
            (false, 'update', 'after update',
                'referencing old table as old_rows new table as new_rows for each statement'),
            (false, 'delete', 'before delete', 'for each row')) e (counted, event, moment, level)
         where e.counted = v_rollup.counted;
    end loop;
end
$$;
comment on function thing.rollup_triggers_sql(integer) is 'Triggers of a class''s table that keep rollups. Internal.';
revoke all on function thing.rollup_triggers_sql(integer) from public;
