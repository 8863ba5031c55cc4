-- The classes of a rewind in the order in which their things are inserted again: a class after those that it refers to,
-- as far as that can be. (References to parent classes are looked at class by class.) Runs inside the tenant's schema.
create or replace function thing.rewind_order(p_class_ids integer[])
returns integer[]
language plpgsql
stable
as $$
declare
    v_ordered integer[] := '{}';
    v_next integer[];
begin
    while cardinality(v_ordered) < cardinality(p_class_ids) loop
        v_next := array(
            select c from unnest(p_class_ids) c
             where c <> all (v_ordered)
               and not exists (
                   select from thing_class_fields f
                     join unnest(p_class_ids) o on o <> all (v_ordered) and o <> c
                      and (f.target_id is null or o in (select t from thing.class_family(f.target_id) t))
                    where f.class_id = c and f.type = 'reference' and f.dropped_version is null)
             order by c);
        v_ordered := v_ordered || case when v_next = '{}' then (
            select array[min(c)] from unnest(p_class_ids) c where c <> all (v_ordered)) else v_next end;
    end loop;
    return v_ordered;
end
$$;
comment on function thing.rewind_order(integer[]) is 'Classes in the order of their references. Internal.';
revoke all on function thing.rewind_order(integer[]) from public;
