-- Every field that each class of a canonical document has, inherited ones included, with the class that owns it. Pure.
-- Inheritance must have been checked (thing.check_document_families).
create or replace function thing.document_members(p_classes jsonb)
returns table (class text, depth integer, owner text, field text, definition jsonb)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with recursive classes as materialized (
        select c.value ->> 'name' as name, c.value ->> 'extends' as extends, c.value -> 'fields' as fields
          from jsonb_array_elements(p_classes) c
    ), lines as (
        select c.name as class, 0 as depth, c.name as owner, c.extends from classes c
        union all
        select l.class, l.depth + 1, p.name, p.extends from lines l join classes p on p.name = l.extends
    )
    select l.class, l.depth, l.owner, f.value ->> 'name', f.value
      from lines l
      join classes c on c.name = l.owner
      cross join jsonb_array_elements(c.fields) f
$$;
comment on function thing.document_members(jsonb) is 'All fields of all classes of a document. Internal.';
revoke all on function thing.document_members(jsonb) from public;
