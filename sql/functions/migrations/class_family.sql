-- A class and all classes that extend it, directly or not; dropped ones too, for they share its columns.
-- Runs inside the tenant's schema.
create or replace function thing.class_family(p_class_id integer)
returns setof integer
language plpgsql
stable
as $$
begin
    return query
    with recursive family as (
        select p_class_id as id
        union
        select c.id from thing_classes c join family f on c.extends_id = f.id
    )
    select f.id from family f order by f.id;
end
$$;
comment on function thing.class_family(integer) is 'A class and all its descendants. Internal.';
revoke all on function thing.class_family(integer) from public;
