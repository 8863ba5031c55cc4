-- The live computed fields that a field's value goes into, also by way of others; of inherited ones, the first. Runs
-- inside the tenant's schema.
create or replace function thing.expression_users(p_field_id integer)
returns setof integer
language plpgsql
stable
as $$
begin
    return query
    with recursive users as (
        select p_field_id as id
        union
        select f.id
          from users
          cross join lateral thing.field_family(users.id) m
          join thing_class_fields o on o.id = m
          join thing_class_fields f on f.expression -> 'uses' ? (o.class_id || ':' || o.physical_name)
           and f.dropped_version is null and f.inherited_from is null
    )
    select u.id from users u where u.id <> p_field_id order by u.id;
end
$$;
comment on function thing.expression_users(integer) is 'Computed fields that a field''s value goes into. Internal.';
revoke all on function thing.expression_users(integer) from public;
