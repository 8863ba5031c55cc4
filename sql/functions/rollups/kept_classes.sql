-- Of the live kept fields that have to do with these classes: all classes that they have to do with, those whose things
-- have the figures, those of their lists, and all that extend them. Runs inside the tenant's schema.
create or replace function thing.kept_classes(p_classes integer[])
returns setof integer
language plpgsql
stable
as $$
begin
    return query
    select distinct u
      from thing.kept_lists() l
     cross join lateral (
        select array(select thing.class_family(l.class_id) union select thing.class_family(l.link_id)
                     union select thing.class_family(l.item_id)) as classes) c
     cross join lateral unnest(c.classes) u
     where c.classes && p_classes;
end
$$;
comment on function thing.kept_classes(integer[]) is
    'The classes of kept fields that have to do with these. Internal.';
revoke all on function thing.kept_classes(integer[]) from public;
