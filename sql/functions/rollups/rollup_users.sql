-- The classes whose tables keep a rollup: those that it counts, and those that its paths go through. Runs inside the
-- tenant's schema.
create or replace function thing.rollup_users(p_rollup jsonb)
returns setof integer
language plpgsql
stable
as $$
begin
    return query
    select distinct f
      from (select (p_rollup ->> 'class')::integer as id
            union select h.target_id from thing.rollup_hops(p_rollup) h) c
      cross join lateral thing.class_family(c.id) f
     order by f;
end
$$;
comment on function thing.rollup_users(jsonb) is 'The classes whose tables keep a rollup. Internal.';
revoke all on function thing.rollup_users(jsonb) from public;
