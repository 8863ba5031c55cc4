-- What a rewind does and what it leaves as it is, worked out from one snapshot; writes nothing. Runs inside the
-- tenant's schema, with the settings of thing.rewind.
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
    v_settled record;
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
    select d.* into v_settled from thing.rewind_settled(steps, links) d;
    steps := v_settled.steps;
    links := v_settled.links;
    conflicts := conflicts || v_settled.conflicts;
end
$$;
comment on function thing.rewind_decided(timestamptz, text, integer[], uuid[]) is
    'What a rewind does and what it leaves as it is. Internal.';
revoke all on function thing.rewind_decided(timestamptz, text, integer[], uuid[]) from public;
