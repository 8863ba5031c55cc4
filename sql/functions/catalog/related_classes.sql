-- These classes and what an operation on them is likely to need next, nearest first: their ancestors and descendants,
-- then what they refer to with its ancestors and descendants; no more than p_most, but always all of p_classes. Runs
-- inside the tenant's schema.
create or replace function thing.related_classes(p_classes integer[], p_most integer)
returns integer[]
language plpgsql
stable
as $$
declare
    v_related integer[] := p_classes;
    v_from integer[] := p_classes;
    v_next integer[];
begin
    for v_round in 1 .. 2 loop
        if v_round = 2 then
            v_from := array(
                select distinct f.target_id from thing_class_fields f
                 where f.class_id = any (v_related) and f.dropped_version is null and f.target_id <> all (v_related));
            v_related := v_related || v_from;
        end if;
        while cardinality(v_from) > 0 and cardinality(v_related) < p_most loop
            v_next := array(
                select c.extends_id from thing_classes c where c.id = any (v_from) and c.extends_id <> all (v_related)
                union
                select c.id from thing_classes c
                 where c.extends_id = any (v_from) and c.dropped_version is null and c.id <> all (v_related));
            v_related := v_related || v_next;
            v_from := v_next;
        end loop;
    end loop;
    return v_related[:greatest(p_most, cardinality(p_classes))];
end
$$;
comment on function thing.related_classes(integer[], integer) is
    'Classes with their kin and the classes they refer to. Internal.';
revoke all on function thing.related_classes(integer[], integer) from public;
