-- Whether the fields of a document fit together: no name twice in a family, targets, overrides, uniques and indexes
-- that are there. Pure.
-- Errors: TB011 NAME_TAKEN, TB020 INVALID_CHANGE, TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD.
create or replace function thing.check_document_fields(p_classes jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_names text[] := array(select c.value ->> 'name' from jsonb_array_elements(p_classes) c);
    v_bad record;
begin
    select m.class, m.field, array_agg(m.owner order by m.depth desc) as owners into v_bad
      from thing.document_members(p_classes) m
     group by m.class, m.field having count(*) > 1
     order by m.class, m.field limit 1;
    if found then
        perform thing.fail('NAME_TAKEN', format('class %s has more than one field %s (of %s)', v_bad.class, v_bad.field,
            array_to_string(v_bad.owners, ', ')),
            jsonb_build_object('class', v_bad.class, 'field', v_bad.field, 'from', v_bad.owners),
            'A child changes the rules of an inherited field under "overrides"; it has no field of that name itself.');
    end if;
    select m.class, o.value as origin into v_bad
      from thing.document_members(p_classes) m
     cross join lateral jsonb_array_elements_text(m.definition -> 'renamedFrom') o
     where m.depth = 0
     group by 1, 2 having count(distinct m.field) > 1 limit 1;
    if found then
        perform thing.fail('NAME_TAKEN',
            format('more than one field of class %s is renamed from %s', v_bad.class, v_bad.origin),
            jsonb_build_object('class', v_bad.class, 'field', v_bad.origin));
    end if;
    select m.class, m.field, m.definition ->> 'target' as target into v_bad
      from thing.document_members(p_classes) m
     where m.definition ->> 'target' is not null and m.definition ->> 'target' <> all (v_names) limit 1;
    if found then
        perform thing.fail('UNKNOWN_CLASS',
            format('field %s of %s refers to %s, which is not in the document', v_bad.field, v_bad.class, v_bad.target),
            jsonb_build_object('class', v_bad.target),
            'The document must hold the whole schema: add the class, or correct the name.');
    end if;
    select d.class, d.field, d.what into v_bad
      from jsonb_array_elements(p_classes) c
      cross join lateral (
        select c.value ->> 'name' as class, o.value ->> 'name' as field,
               'overrides the inherited field' as what, 1 as depth
          from jsonb_array_elements(c.value -> 'overrides') o
        union all
        select c.value ->> 'name', f.value, 'has in the unique ' || (u.value ->> 'name') || ' the field', 0
          from jsonb_array_elements(c.value -> 'uniques') u
          cross join jsonb_array_elements_text(u.value -> 'fields') f
        union all
        select c.value ->> 'name', k.value ->> 'field', 'has in the index ' || (i.value ->> 'name') || ' the key', 0
          from jsonb_array_elements(c.value -> 'indexes') i
          cross join jsonb_array_elements(i.value -> 'keys') k
         where k.value ->> 'field' not in (select s.name from thing.system_keys() s)) d
      left join thing.document_members(p_classes) m on m.class = d.class and m.field = d.field and m.depth >= d.depth
     where m.field is null
     limit 1;
    if found then
        perform thing.fail('UNKNOWN_FIELD',
            format('class %s %s %s, which is not there', v_bad.class, v_bad.what, v_bad.field),
            jsonb_build_object('class', v_bad.class, 'field', v_bad.field));
    end if;
    select c.value ->> 'name' as class, v.kind, v.name into v_bad
      from jsonb_array_elements(p_classes) c
      cross join lateral (
        select 'override' as kind, o.value ->> 'name' as name from jsonb_array_elements(c.value -> 'overrides') o
        union all
        select 'unique', u.value ->> 'name' from jsonb_array_elements(c.value -> 'uniques') u
        union all
        select 'index', i.value ->> 'name' from jsonb_array_elements(c.value -> 'indexes') i) v
     group by 1, 2, 3 having count(*) > 1 limit 1;
    if found then
        perform thing.fail('NAME_TAKEN', format('class %s has the %s %s twice', v_bad.class, v_bad.kind, v_bad.name),
            jsonb_build_object('class', v_bad.class, v_bad.kind, v_bad.name));
    end if;
end
$$;
comment on function thing.check_document_fields(jsonb) is
    'Fail unless the fields of a document fit together. Internal.';
revoke all on function thing.check_document_fields(jsonb) from public;
