-- Stage of thing.diff: the classes whose own fields stand in another order. Runs inside the tenant's schema.
create or replace function thing.diff_order_fields(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'alter_class', 'class', c.name, 'set', jsonb_build_object('fieldOrder', w.names))
      from jsonb_array_elements(p_document -> 'classes') d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
      cross join lateral (
          select coalesce(jsonb_agg(f.value -> 'name' order by f.ordinality), '[]') as names
            from jsonb_array_elements(d.value -> 'fields') with ordinality f) w
      cross join lateral (
          select coalesce(jsonb_agg(f.name order by f.position, f.id), '[]') as names
            from thing_class_fields f
           where f.class_id = c.id and f.inherited_from is null and f.dropped_version is null) l
     where l.names <> w.names
     order by c.id;
end
$$;
comment on function thing.diff_order_fields(jsonb) is 'Stage of thing.diff: order fields. Internal.';
revoke all on function thing.diff_order_fields(jsonb) from public;
