-- Stage of thing.diff: the fields that classes lack; computed ones when all others are there, and each after those that
-- it names. Runs inside the tenant's schema.
create or replace function thing.diff_add_fields(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    with missing as materialized (
        select d.ordinality as class_n, f.ordinality as n, c.name as class, f.value as field,
               f.value ? 'expression' as computed,
               thing.expression_names(thing.parse_expression(f.value ->> 'expression')) as names
          from jsonb_array_elements(p_document -> 'classes') with ordinality d
          join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
          cross join lateral jsonb_array_elements(d.value -> 'fields') with ordinality f
         where not exists (select from thing_class_fields l
                            where l.class_id = c.id and l.name = f.value ->> 'name' and l.dropped_version is null)
    ), ranked as (
        select m.*, case when not m.computed then 1
                         when exists (select from missing o where o.computed and o.field ->> 'name' = any (m.names)
                                         and (o.class, o.field ->> 'name') <> (m.class, m.field ->> 'name')) then 3
                         else 2 end as rank
          from missing m
    )
    select jsonb_build_object('op', 'add_field', 'class', m.class,
               'field', m.field - array['renamedFrom', 'renamedOptions'])
      from ranked m
     where m.rank = (select min(r.rank) from ranked r)
     order by m.class_n, m.n;
end
$$;
comment on function thing.diff_add_fields(jsonb) is 'Stage of thing.diff: add fields. Internal.';
revoke all on function thing.diff_add_fields(jsonb) from public;
