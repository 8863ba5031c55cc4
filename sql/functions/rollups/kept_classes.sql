-- These classes, and those that kept fields tie to them, also by way of others: the classes whose things have the
-- figures, those of their lists, and all that extend them. Runs inside the tenant's schema.
create or replace function thing.kept_classes(p_classes integer[])
returns setof integer
language plpgsql
stable
as $$
declare
    v_classes integer[] := p_classes;
    v_more integer[];
begin
    loop
        v_more := array(
            select distinct u
              from thing.kept_lists() l
             cross join lateral (
                select array(select thing.class_family(l.class_id) union select thing.class_family(l.link_id)
                             union select thing.class_family(l.item_id)) as classes) c
             cross join lateral unnest(c.classes) u
             where c.classes && v_classes and u <> all (v_classes));
        exit when v_more = '{}';
        v_classes := v_classes || v_more;
    end loop;
    return query select distinct u from unnest(v_classes) u;
end
$$;
comment on function thing.kept_classes(integer[]) is 'Classes, and those that kept fields tie to them. Internal.';
revoke all on function thing.kept_classes(integer[]) from public;
