-- Stage of thing.diff: what classes and fields have differently, rules aside. Runs inside the tenant's schema.
create or replace function thing.diff_alter(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'alter_class', 'class', c.name,
               'set', jsonb_object_agg(k.key, coalesce(d.value -> k.key, 'null')))
      from jsonb_array_elements(p_document -> 'classes') d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
      cross join lateral (values ('label', c.label), ('description', c.description),
                             ('deprecated', c.deprecated)) k (key, value)
     where k.value is distinct from d.value ->> k.key
     group by c.id, c.name
     order by c.id;
    return query
    select jsonb_build_object('op', 'alter_field', 'class', c.name, 'field', f.name, 'set',
               jsonb_object_agg(k.key, coalesce(w.value -> k.key, 'null')))
      from jsonb_array_elements(p_document -> 'classes') d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
      cross join lateral jsonb_array_elements(d.value -> 'fields') w
      join thing_class_fields f on f.class_id = c.id and f.name = w.value ->> 'name' and f.dropped_version is null
      left join thing_class_fields o on o.id = thing.pending_retype(f.id)    -- what a job makes of it
      cross join lateral (select coalesce(o.type, f.type) as type, coalesce(o.params, f.params) as params,
                                 case when o.id is null then f.default_value
                                      else nullif(o.pending -> 'default', 'null') end as default_value) p
      cross join lateral (values
          ('type', to_jsonb(p.type)),
          -- A collation that is not named stays.
          ('params', case when w.value ->> 'type' = p.type
                           and thing.check_params(p.type, thing.shown_params(p.params)
                                   - case when w.value -> 'params' ? 'collation' then '' else 'collation' end)
                               = thing.check_params(p.type, w.value -> 'params')
                          then w.value -> 'params' else p.params end),
          ('label', to_jsonb(f.label)), ('description', to_jsonb(f.description)),
          ('deprecated', to_jsonb(f.deprecated)),
          ('indexed', to_jsonb(f.indexed)), ('searchable', to_jsonb(f.searchable)), ('personal', to_jsonb(f.personal)),
          ('default', p.default_value),
          ('expression', case when thing.expression_text(f.expression -> 'tree')
                               = thing.expression_text(thing.parse_expression(w.value ->> 'expression'))
                              then w.value -> 'expression' else to_jsonb(thing.expression_text(f.expression -> 'tree'))
                              end),
          ('stored', case when w.value ? 'stored' then to_jsonb(not f.inlined) end),
          ('kept', f.expression -> 'kept'),
          ('onDelete', to_jsonb(f.on_delete)), ('aliases', nullif(f.aliases, '{}'))) k (key, value)
     where coalesce(k.value, 'null') <> coalesce(w.value -> k.key, 'null')
     group by f.id, f.name, c.name
     order by f.id;
end
$$;
comment on function thing.diff_alter(jsonb) is 'Stage of thing.diff: alter classes and fields. Internal.';
revoke all on function thing.diff_alter(jsonb) from public;
