-- Takes out of a rewind what cannot be written: what breaks the rules of today or what is unique, refers to nothing, or
-- is referred to. What is left as it is may be in the way of something else, so this goes on until nothing new is in
-- the way. Runs inside the tenant's schema, with the settings of thing.rewind.
create or replace function thing.rewind_settled(
    p_steps thing.rewind_step[], p_links thing.rewind_link[],
    out steps thing.rewind_step[], out links thing.rewind_link[], out conflicts thing.rewind_conflict[])
language plpgsql
stable
as $$
declare
    v_class integer;
    v_new thing.rewind_conflict[];
    v_lost thing.rewind_link[];
    v_referring integer[];
begin
    steps := p_steps;
    links := p_links;
    conflicts := '{}';
    v_referring := array(select c.id from thing_classes c
                          where c.dropped_version is null and not c.abstract and c.rollup is null);
    loop
        v_new := '{}';
        for v_class in select distinct s.class_id from unnest(steps) s where s.action in ('insert', 'update') loop
            v_new := v_new || array(select b from thing.rewind_broken(v_class, steps) b)
                || array(select d from thing.rewind_duplicates(v_class, steps) d)
                || array(select m from thing.rewind_missing(v_class, steps) m);
        end loop;
        if exists (select from unnest(steps) s where s.action = 'delete') then
            foreach v_class in array v_referring loop
                v_new := v_new || array(select h from thing.rewind_held(v_class, steps, links) h);
            end loop;
        end if;
        v_lost := array(select l from thing.rewind_lost(steps, links) l);
        exit when v_new = '{}' and v_lost = '{}';
        links := array(select l from unnest(links) l except select l from unnest(v_lost) l);
        steps := array(select s from unnest(thing.rewind_without(steps, v_new)) s where s.action <> 'none');
        conflicts := conflicts || v_new || array(
            select row(l.class_id, l.source_id, l.column_name, 'MISSING', jsonb_build_object('link', l.target_id)
                      )::thing.rewind_conflict from unnest(v_lost) l);
    end loop;
end
$$;
comment on function thing.rewind_settled(thing.rewind_step[], thing.rewind_link[]) is
    'Take out of a rewind what cannot be written. Internal.';
revoke all on function thing.rewind_settled(thing.rewind_step[], thing.rewind_link[]) from public;
