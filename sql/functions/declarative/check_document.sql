-- A document in its canonical form, after every check that needs no catalog: keys, names, duplicates, inheritance,
-- references, overrides and uniques. What rules may say is checked when the changes are tried. Pure.
-- Errors: TB010, TB011 NAME_TAKEN, TB012, TB020 INVALID_CHANGE, TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD, TB023, TB027,
-- TB029, TB035.
create or replace function thing.check_document(p_document jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_classes jsonb;
    v_enums jsonb := coalesce(nullif(p_document -> 'enums', 'null'), '[]');
    v_rollups jsonb := coalesce(nullif(p_document -> 'rollups', 'null'), '[]');
    v_bad record;
begin
    perform thing.check_keys(p_document, array['classes', 'enums', 'rollups', 'roles', 'policies'],
        'a schema document');
    if jsonb_typeof(p_document -> 'classes') is distinct from 'array' then
        perform thing.fail('INVALID_CHANGE', 'a schema document needs a list "classes"', p_document);
    end if;
    select coalesce(jsonb_agg(c.value order by c.ordinality), '[]') into v_classes
      from (select thing.check_document_class(c.value) as value, c.ordinality
              from jsonb_array_elements(p_document -> 'classes') with ordinality c) c;
    if jsonb_typeof(v_enums) <> 'array' then
        perform thing.fail('INVALID_CHANGE', 'the enums of a schema document must be a list', v_enums);
    end if;
    select coalesce(jsonb_agg(e.value order by e.ordinality), '[]') into v_enums
      from (select thing.check_document_enum(e.value) as value, e.ordinality
              from jsonb_array_elements(v_enums) with ordinality e) e;
    if jsonb_typeof(v_rollups) <> 'array'
       or jsonb_path_exists(v_rollups, 'strict $[*] ? (@.name.type() != "string")') then
        perform thing.fail('INVALID_CHANGE', 'the rollups of a schema document must be a list of objects with names',
            v_rollups);
    end if;
    select l.what, v.kind, v.name into v_bad
      from (values ('class', v_classes), ('class', v_rollups), ('enum', v_enums)) l (what, things)
      cross join lateral jsonb_array_elements(l.things) c
      cross join lateral (
        select 'is called' as kind, c.value ->> 'name' as name
        union all
        select distinct 'is renamed from', o.value from jsonb_array_elements_text(c.value -> 'renamedFrom') o) v
     group by l.what, v.kind, v.name having count(*) > 1
     order by l.what, v.kind, v.name limit 1;
    if found then
        perform thing.fail('NAME_TAKEN',
            format('the document has more than one %s that %s %s', v_bad.what, v_bad.kind, v_bad.name),
            jsonb_build_object(v_bad.what, v_bad.name));
    end if;
    select c.value ->> 'name' as class, f.value ->> 'name' as field, f.value #>> '{params,enum}' as enum into v_bad
      from jsonb_array_elements(v_classes) c
      cross join lateral jsonb_array_elements(c.value -> 'fields') f
     where f.value -> 'params' ? 'enum'
       and f.value #>> '{params,enum}' not in (select e.value ->> 'name' from jsonb_array_elements(v_enums) e)
     limit 1;
    if found then
        perform thing.fail('UNKNOWN_ENUM', format('field %s of %s has the enum %s, which is not in the document',
            v_bad.field, v_bad.class, v_bad.enum),
            jsonb_build_object('enum', v_bad.enum),
            'The document must hold the whole schema: add the enum, or correct the name.');
    end if;
    perform thing.check_document_families(v_classes);
    perform thing.check_document_fields(v_classes);
    if coalesce(jsonb_typeof(p_document -> 'roles'), 'null') not in ('array', 'null')
       or coalesce(jsonb_typeof(p_document -> 'policies'), 'null') not in ('array', 'null')
       or jsonb_path_exists(p_document, '$.roles[*] ? (!(@.name.type() == "string"))')
       or jsonb_path_exists(p_document,
           '$.policies[*] ? (!(@.class.type() == "string" && @.verb.type() == "string"))') then
        perform thing.fail('INVALID_CHANGE',
            'roles and policies of a schema document must be lists of objects with name, or class and verb',
            p_document);
    end if;
    return jsonb_build_object('classes', v_classes, 'enums', v_enums, 'rollups', v_rollups,
               'roles', p_document -> 'roles', 'policies', p_document -> 'policies');
end
$$;
comment on function thing.check_document(jsonb) is 'A schema document, checked and canonical. Internal.';
revoke all on function thing.check_document(jsonb) from public;
