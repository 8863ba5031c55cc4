-- What a rewind does and what it leaves as it is, worked out from one snapshot; writes nothing. What is left as it is
-- may be in the way of something else, so this goes on until nothing new is in the way. Runs inside the tenant's
-- schema, with the settings of thing.rewind.
-- Errors: TB063 TOO_MANY_THINGS.
create or replace function thing.rewind_decided(
    p_since timestamptz, p_actor text, p_class_ids integer[], p_things uuid[],
    out steps thing.rewind_step[], out links thing.rewind_link[], out conflicts thing.rewind_conflict[])
language plpgsql
stable
as $$
declare
    v_most constant integer := 1000000;
    v_class integer;
    v_mixed record;
    v_new thing.rewind_conflict[];
    v_lost thing.rewind_link[];
    v_referring integer[];
begin
    steps := array(select c from thing.rewind_chains(p_since, p_actor, p_class_ids, p_things) c limit v_most + 1);
    if cardinality(steps) > v_most then
        perform thing.fail('TOO_MANY_THINGS', format('the rewind would change more than %s things', v_most),
            jsonb_build_object('atMost', v_most), 'Name classes, an actor, or a later time.');
    end if;
    conflicts := '{}';
    for v_class in select distinct s.class_id from unnest(steps) s where s.action = 'mixed' loop
        select m.* into v_mixed
          from thing.rewind_mixed(v_class, array(select s from unnest(steps) s
                                                  where s.class_id = v_class and s.action = 'mixed'),
                   p_since, p_actor) m;
        steps := array(select s from unnest(steps) s where s.class_id <> v_class or s.action <> 'mixed')
            || v_mixed.steps;
        conflicts := conflicts || v_mixed.conflicts;
    end loop;
    for v_class in select distinct s.class_id from unnest(steps) s where s.action = 'update' loop
        steps := thing.rewind_without(steps, array(
            select row(v_class, i, null, null, null)::thing.rewind_conflict from thing.rewind_idle(v_class, steps) i));
    end loop;
    steps := array(select s from unnest(steps) s where s.action <> 'none');
    links := array(select l from thing.rewind_links(p_since, p_actor, p_class_ids, p_things,
                                     array(select s.thing_id from unnest(steps) s where s.action = 'insert')) l);
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
comment on function thing.rewind_decided(timestamptz, text, integer[], uuid[]) is
    'What a rewind does and what it leaves as it is. Internal.';
revoke all on function thing.rewind_decided(timestamptz, text, integer[], uuid[]) from public;
