-- Sequences of the tenant's tables: the next number is behind all that are given out. What defaults count by is there.
-- And the one row of change_log_state is there. Runs inside the tenant's schema.
create or replace function thing.check_sequences()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_column record;
    v_max bigint;
    v_next bigint;
begin
    for v_column in
        select p.table_name, p.name, pg_get_serial_sequence(quote_ident(p.table_name), p.name) as sequence
          from thing.parts p
         where p.scope = 'tenant' and p.part = 'column' and p.definition ->> 'identity' = 'a'
           and to_regclass(quote_ident(p.table_name)) is not null
           and exists (select from pg_attribute a
                        where a.attrelid = to_regclass(quote_ident(p.table_name)) and a.attname = p.name)
         order by p.table_name
    loop
        continue when v_column.sequence is null;     -- thing.check_parts tells
        execute format('select max(t.%I) from %I.%I t', v_column.name, current_schema(),
            v_column.table_name) into v_max;
        execute format('select q.last_value + q.is_called::integer from %s q', v_column.sequence) into v_next;
        if v_next <= v_max then
            return next ('changed sequence', null, v_column.table_name || '.' || v_column.name,
                format('it would give %s next, but %s is given out', v_next, v_max),
                -- not setval: a plan undoes this
                array[format('alter sequence %s restart with %s', v_column.sequence, v_max + 1)])::thing.damage;
        end if;
    end loop;
    return query
    select 'changed sequence', null::text, s.counter,
           format('what %L counts by is not there', min(s.default_value ->> 'sequence')),
           array(select q.sql
                   from unnest(array_agg(c.id)) k
                   cross join lateral thing.sequence_steps(k) q
                  where position(s.counter in q.sql) > 0
                  order by q.phase)
      from thing_classes c
      cross join lateral thing.class_sequences(c.id) s
     where to_regclass(quote_ident(thing.table_name(c.id))) is not null
       and case when s.default_value -> 'gapless' = 'true'
                then not exists (select from thing_numbers u where u.counter = s.counter)
                else to_regclass(s.counter) is null end
     group by s.counter
     order by s.counter;
    if to_regclass('change_log_state') is not null and not exists (select from change_log_state) then
        return next ('missing row', null, 'change_log_state',
            'the state of the log is gone: events can be read from now on', array[format(
                'insert into change_log_state (identity, floor_seq) select thing.log_identity(%L), '
                'coalesce(max(l.seq), 0) from change_log l',
                format('%I.change_log', current_schema()))])::thing.damage;
    end if;
end
$$;
comment on function thing.check_sequences() is 'Sequences that stand before what is given out. Internal.';
revoke all on function thing.check_sequences() from public;
