-- Puts a class's own fields in another order: the names of all of them; returns the order before. They share out the
-- positions that they have among themselves, so that what is dropped comes back between the same neighbours. Runs
-- inside the tenant's schema. Errors: TB020 INVALID_CHANGE.
create or replace function thing.order_fields(p_class_id integer, p_names jsonb)
returns jsonb
language plpgsql
as $$
declare
    v_before jsonb;
begin
    select coalesce(jsonb_agg(f.name order by f.position, f.id), '[]') into v_before
      from thing_class_fields f
     where f.class_id = p_class_id and f.inherited_from is null and f.dropped_version is null;
    if jsonb_typeof(p_names) is distinct from 'array' or jsonb_array_length(p_names) <> jsonb_array_length(v_before)
       or not (p_names @> v_before and p_names <@ v_before) then
        perform thing.fail('INVALID_CHANGE', 'fieldOrder must name each of the class''s own fields once',
            jsonb_build_object('fields', v_before));
    end if;
    update thing_class_fields f
       set position = w.position
      from (select f.id, f.name, row_number() over (order by f.position, f.id) as n, f.position
              from thing_class_fields f
             where f.class_id = p_class_id and f.inherited_from is null and f.dropped_version is null) w
      join jsonb_array_elements_text(p_names) with ordinality o (name, n) on o.n = w.n
     where f.class_id = p_class_id and f.inherited_from is null and f.dropped_version is null and f.name = o.name;
    return v_before;
end
$$;
comment on function thing.order_fields(integer, jsonb) is 'Put the fields of a class in another order. Internal.';
revoke all on function thing.order_fields(integer, jsonb) from public;
