-- Things that a rewind would delete and that something still refers to afterwards, by a reference, or by a link that
-- is not taken away (p_links); and those that have links which others made: they stay. p_class_id: the class that
-- refers. Runs inside the tenant's schema.
create or replace function thing.rewind_held(
    p_class_id integer, p_steps thing.rewind_step[], p_links thing.rewind_link[])
returns setof thing.rewind_conflict
language plpgsql
stable
set enable_nestloop = off     -- how many steps there are is not known to the planner
as $$
declare
    v_field record;
begin
    for v_field in
        select f.physical_name, f.name, f.type, c.name as class
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id
         where f.class_id = p_class_id and f.type in ('reference', 'references') and f.dropped_version is null
         order by f.id
    loop
        if v_field.type = 'reference' then
            return query execute format($sql$
                select d.class_id, d.thing_id, null::text, 'REFERENCED',
                       jsonb_build_object('class', $2, 'id', min(t.id::text), 'field', $3)
                  from unnest($1) d
                  join %1$I t on t.%2$I = d.thing_id
                 where d.action = 'delete'
                   and t.id not in (select s.thing_id from unnest($1) s where s.action = 'delete')
                   and t.id not in (select r.thing_id from (%3$s) r
                                     where r.image ? %2$L
                                       and coalesce(r.image ->> %2$L, '') not in (
                                           select s.thing_id::text from unnest($1) s where s.action = 'delete'))
                 group by d.class_id, d.thing_id$sql$,
                thing.table_name(p_class_id), v_field.physical_name, thing.rewind_rows_sql(p_class_id, '{update}'))
            using p_steps, v_field.class, v_field.name;
            continue;
        end if;
        return query execute format($sql$
            select j.class_id, j.thing_id, null::text, case when j.source_id = j.thing_id then 'CHANGED'
                       else 'REFERENCED' end,
                   jsonb_build_object('class', $3, 'id', min(j.source_id::text), 'field', $4)
              from (select d.class_id, d.thing_id, j.* from unnest($1) d join %1$I j on j.source_id = d.thing_id
                     where d.action = 'delete'
                     union all
                    select d.class_id, d.thing_id, j.* from unnest($1) d join %1$I j on j.target_id = d.thing_id
                     where d.action = 'delete'
                       and j.source_id not in (select s.thing_id from unnest($1) s where s.action = 'delete')
                   ) j
             where (j.source_id, j.target_id) not in (
                       select l.source_id, l.target_id from unnest($2) l
                        where not l.wanted and l.class_id = $5 and l.column_name = $6)
             group by j.class_id, j.thing_id, j.source_id = j.thing_id$sql$,
            format('tj_%s_%s', p_class_id, v_field.physical_name))
        using p_steps, p_links, v_field.class, v_field.name, p_class_id, v_field.physical_name;
    end loop;
end
$$;
comment on function thing.rewind_held(integer, thing.rewind_step[], thing.rewind_link[]) is
    'Things that a rewind would delete and that something refers to. Internal.';
revoke all on function thing.rewind_held(integer, thing.rewind_step[], thing.rewind_link[]) from public;
