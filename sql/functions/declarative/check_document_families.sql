-- Whether the classes of a document extend classes of the document, without a cycle. Pure.
-- Errors: TB021 UNKNOWN_CLASS, TB035 INVALID_INHERITANCE with the cycle.
create or replace function thing.check_document_families(p_classes jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_bad record;
begin
    select c.value ->> 'name' as name, c.value ->> 'extends' as extends into v_bad
      from jsonb_array_elements(p_classes) c
     where c.value ->> 'extends' is not null
       and c.value ->> 'extends' not in (select p.value ->> 'name' from jsonb_array_elements(p_classes) p)
     limit 1;
    if found then
        perform thing.fail('UNKNOWN_CLASS',
            format('class %s extends %s, which is not in the document', v_bad.name, v_bad.extends),
            jsonb_build_object('class', v_bad.extends),
            'The document must hold the whole schema: add the class, or correct the name.');
    end if;
    with recursive classes as materialized (
        select c.value ->> 'name' as name, c.value ->> 'extends' as extends from jsonb_array_elements(p_classes) c
    ), lines as (
        select c.name as top, c.extends, array[c.name] as path from classes c where c.extends is not null
        union all
        select l.top, c.extends, l.path || c.name from lines l join classes c on c.name = l.extends
         where c.name <> all (l.path)
    )
    select l.path || l.top as path into v_bad from lines l where l.extends = l.top order by l.path limit 1;
    if found then
        perform thing.fail('INVALID_INHERITANCE',
            'classes extend one another in a cycle: ' || array_to_string(v_bad.path, ' -> '),
            to_jsonb(v_bad.path), 'One of them must extend nothing, or a class outside the cycle.');
    end if;
end
$$;
comment on function thing.check_document_families(jsonb) is
    'Fail unless every class of a document extends one of its classes, without a cycle. Internal.';
revoke all on function thing.check_document_families(jsonb) from public;
