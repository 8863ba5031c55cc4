-- How a column is used by what these columns are computed of: "speed -> distance -> speed"; null: it is not. Runs
-- inside the tenant's schema.
create or replace function thing.expression_cycle(p_key text, p_uses jsonb)
returns text
language plpgsql
stable
as $$
begin
    return (
        with recursive used as (
            select u as key, array[p_key, u] as path from jsonb_array_elements_text(p_uses) u
            union all
            select u, used.path || u
              from used
              join thing_class_fields f on f.class_id = split_part(used.key, ':', 1)::integer
               and f.physical_name = split_part(used.key, ':', 2)
              cross join jsonb_array_elements_text(f.expression -> 'uses') u
             where used.key <> p_key and u <> all (used.path[2:])
        )
        select (select string_agg(f.name, ' -> ' order by k.n)
                  from unnest(used.path) with ordinality k (key, n)
                  join thing_class_fields f on f.class_id = split_part(k.key, ':', 1)::integer
                   and f.physical_name = split_part(k.key, ':', 2))
          from used where used.key = p_key
         limit 1);
end
$$;
comment on function thing.expression_cycle(text, jsonb) is 'How a column is used by what it is computed of. Internal.';
revoke all on function thing.expression_cycle(text, jsonb) from public;
