-- A field and the rows that stand for it in all descendants. Runs inside the tenant's schema.
create or replace function thing.field_family(p_field_id integer)
returns setof integer
language plpgsql
stable
as $$
begin
    return query
    with recursive family as (
        select p_field_id as id
        union
        select f.id from thing_class_fields f join family on f.inherited_from = family.id
    )
    select f.id from family f order by f.id;
end
$$;
comment on function thing.field_family(integer) is 'A field and its copies in all descendants. Internal.';
revoke all on function thing.field_family(integer) from public;
