-- The other classes with computed fields that are worked out, when they are read, from things of these classes, also by
-- way of others: the tables of these are named there. Runs inside the tenant's schema.
create or replace function thing.computed_over(p_classes integer[])
returns integer[]
language plpgsql
stable
as $$
begin
    return array(
        with recursive users as (
            select c as id from unnest(p_classes) c
            union
            select f.class_id
              from users
              join thing_class_fields f on f.expression is not null and f.inlined and f.dropped_version is null
               and exists (select from jsonb_array_elements_text(f.expression -> 'uses') u
                            where split_part(u, ':', 1)::integer = users.id)
              join thing_classes c on c.id = f.class_id and c.dropped_version is null
        )
        select u.id from users u where u.id <> all (p_classes) order by u.id);
end
$$;
comment on function thing.computed_over(integer[]) is 'Classes with fields computed from things of others. Internal.';
revoke all on function thing.computed_over(integer[]) from public;
