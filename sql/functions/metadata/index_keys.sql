-- The keys of an index of thing_class_indexes as add_index takes them: [{field, order?, nulls?}], what is the default
-- left out. Runs inside the tenant's schema.
create or replace function thing.index_keys(p_field_ids integer[], p_orders text[])
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('field', coalesce(s.name, f.name),
                   'order', case when k.direction like 'DESC%' then 'DESC' end,
                   'nulls', substring(k.direction from '_NULLS_(.*)$'))) order by k.n)
          from unnest(p_field_ids, p_orders) with ordinality k (id, direction, n)
          left join thing.system_keys() s on s.id = k.id
          left join thing_class_fields f on f.id = k.id);
end
$$;
comment on function thing.index_keys(integer[], text[]) is 'Keys of an index as add_index takes them. Internal.';
revoke all on function thing.index_keys(integer[], text[]) from public;
