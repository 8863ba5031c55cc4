-- Steps that make what the defaults of a class count by, and let those that are new count on behind the values that
-- are there. What was once counted by stays, so that a default which comes back goes on. Runs inside the tenant's
-- schema.
create or replace function thing.sequence_steps(p_class_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_schema text := current_schema();
    v_table text := thing.table_name(p_class_id);
    v_field record;
    v_missing boolean;
    v_start bigint;
    v_highest bigint;
begin
    for v_field in
        select s.*, s.default_value ->> 'sequence' as pattern, s.default_value -> 'gapless' = 'true' as gapless,
               coalesce(s.default_value ->> 'zone', 'UTC') as zone,
               (select coalesce(strpos(e.sql, s.counter) > 0
                           and e.sql ~ 'gapless_number' = coalesce(s.default_value -> 'gapless' = 'true', false), false)
                  from pg_attribute a
                  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                  cross join lateral (select pg_get_expr(d.adbin, d.adrelid) as sql) e
                 where a.attrelid = to_regclass(quote_ident(v_table)) and a.attname = s.column_name
                   and not a.attisdropped) as counts
          from thing.class_sequences(p_class_id) s
    loop
        if v_field.gapless then
            return query
            select (thing.ddl_step(phase => 'tables', kind => 'note', sql => format(
                       'insert into %I.thing_numbers (counter) values (%L) on conflict do nothing', v_schema,
                       v_field.counter))).*
             where not exists (select from thing_numbers u where u.counter = v_field.counter);
        elsif to_regclass(v_field.counter) is null then
            return next thing.ddl_step(phase => 'tables', sql => format(
                'create sequence if not exists %1$I.%2$I owned by %1$I.thing_numbers.counter', v_schema,
                v_field.counter));
        end if;
        v_missing := case when v_field.gapless
                          then not exists (select from thing_numbers u where u.counter = v_field.counter)
                          else to_regclass(v_field.counter) is null end;
        -- it is so already; or the column is yet to be made
        continue when v_field.counts is null or v_field.counts and not v_missing;
        v_start := thing.period_start(v_field.pattern, v_field.zone);
        execute format('select max(_n._number) from (select %s as _number from %I.%I _t) _n where _n._number < $1',
                thing.number_position_sql(v_field.type, v_field.pattern, '_t.' || quote_ident(v_field.column_name)),
                v_schema, v_table)
           into v_highest using case v_start when 0 then 1000000000000000000 else v_start + 100000000000 end;
        if v_highest > 0 then
            return next thing.ddl_step(phase => 'grants', kind => 'note', sql => format(
                case when v_field.gapless
                     then 'update %1$I.thing_numbers u set last = greatest(u.last, %3$s) where u.counter = %2$L'
                     else 'select thing.count_from(%4$L, %3$s)' end,
                v_schema, v_field.counter, v_highest, format('%I.%I', v_schema, v_field.counter)));
        end if;
    end loop;
end
$$;
comment on function thing.sequence_steps(integer) is 'DDL steps for defaults that count up. Internal.';
revoke all on function thing.sequence_steps(integer) from public;
