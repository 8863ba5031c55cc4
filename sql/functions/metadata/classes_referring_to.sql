-- The classes with a live reference to this class or one of its ancestors. Runs inside the tenant's schema.
create or replace function thing.classes_referring_to(p_class_id integer)
returns integer[]
language plpgsql
stable
as $$
begin
    return array(
        with recursive ancestors as (
            select p_class_id as id
            union
            select c.extends_id from thing_classes c join ancestors a on a.id = c.id where c.extends_id is not null
        )
        select distinct f.class_id
          from thing_class_fields f
          join ancestors a on a.id = f.target_id
         where f.dropped_version is null
         order by 1);
end
$$;
comment on function thing.classes_referring_to(integer) is
    'Classes whose references may point to things of this class. Internal.';
revoke all on function thing.classes_referring_to(integer) from public;
