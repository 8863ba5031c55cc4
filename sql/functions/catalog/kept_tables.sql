-- The tables whose kept fields change with things of a class, also by way of other kept fields, for the catalog. Null
-- where none do. Runs inside the tenant's schema.
create or replace function thing.kept_tables(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
begin
    if not exists (select from thing_class_fields f where f.expression -> 'kept' = 'true') then
        return null;   -- as nearly always: the statement below is dear, even to begin
    end if;
    return (
        with recursive lists as materialized (
            select l.class_id, array(select thing.class_family(l.link_id) union select thing.class_family(l.item_id))
                       as classes
              from thing.kept_lists() l
        ), kept as (
            select p_class_id as id
            union
            select f
              from kept
              join lists on kept.id = any (lists.classes)
             cross join lateral thing.class_family(lists.class_id) f
        )
        select jsonb_agg('tc_' || c.physical_name order by c.id)
          from thing_classes c
         where c.dropped_version is null and not c.abstract
           and c.id in (select f from kept join lists on kept.id = any (lists.classes)
                         cross join lateral thing.class_family(lists.class_id) f));
end
$$;
comment on function thing.kept_tables(integer) is 'Tables whose kept fields change with a class. Internal.';
revoke all on function thing.kept_tables(integer) from public;
