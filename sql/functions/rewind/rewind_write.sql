-- Writes what thing.rewind_decided decided, as changes like any other. Figures that are kept over paths through several
-- classes are brought up to date behind them: their triggers expect one class a statement. Runs inside the tenant's
-- schema.
create or replace function thing.rewind_write(p_steps thing.rewind_step[], p_links thing.rewind_link[])
returns void
language plpgsql
as $$
declare
    v_classes integer[] := thing.rewind_order(array(select distinct s.class_id from unnest(p_steps) s));
    v_links record;
    v_rollup integer;
    v_written bigint;
begin
    for v_links in select distinct l.class_id, l.column_name from unnest(p_links) l where not l.wanted order by 1, 2
    loop
        execute format('delete from %I j using unnest($1) l where l.class_id = $2 and l.column_name = $3 and '
                       'not l.wanted and j.source_id = l.source_id and j.target_id = l.target_id',
                       format('tj_%s_%s', v_links.class_id, v_links.column_name))
          using p_links, v_links.class_id, v_links.column_name;
    end loop;
    if v_classes <> '{}' then
        execute thing.rewind_write_sql(p_steps, v_classes) into v_written using p_steps;
        if v_written <> cardinality(p_steps) then
            perform thing.fail('REWIND_CONFLICT', 'things were changed while the rewind ran; nothing was changed');
        end if;
    end if;
    for v_links in select distinct l.class_id, l.column_name from unnest(p_links) l where l.wanted order by 1, 2
    loop
        execute format('insert into %I (source_id, target_id) select l.source_id, l.target_id from unnest($1) l '
                       'where l.class_id = $2 and l.column_name = $3 and l.wanted on conflict do nothing',
                       format('tj_%s_%s', v_links.class_id, v_links.column_name))
          using p_links, v_links.class_id, v_links.column_name;
    end loop;
    if cardinality(v_classes) > 1 then
        for v_rollup in
            select c.id from thing_classes c
             where c.rollup ->> 'refresh' = 'immediate' and c.dropped_version is null
               and (select count(*) from thing.rollup_users(c.rollup) u where u = any (v_classes)) > 1
             order by c.id
        loop
            perform thing.fill_rollup(v_rollup);
        end loop;
    end if;
end
$$;
comment on function thing.rewind_write(thing.rewind_step[], thing.rewind_link[]) is 'Writes a rewind. Internal.';
revoke all on function thing.rewind_write(thing.rewind_step[], thing.rewind_link[]) from public;
