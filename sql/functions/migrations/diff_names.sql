-- Every live field and the name that a document has for it: null where the document drops it. Fields of classes that the document
-- lacks count as kept: they go with their class. Runs inside the tenant's schema.
create or replace function thing.diff_names(p_document jsonb)
returns table (class_id integer, field_id integer, inherited boolean, name text, wanted text, place integer)
language plpgsql
stable
as $$
begin
    return query
    with recursive own as (
        select c.id as class_id, m.live, m.wanted, m.place
          from jsonb_array_elements(p_document -> 'classes') d
          join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
          cross join lateral thing.match_names(
              array(select f.name from thing_class_fields f
                     where f.class_id = c.id and f.inherited_from is null and f.dropped_version is null), d.value -> 'fields') m
    ), all_fields as (
        select f.class_id, f.id, false as inherited, f.name,
               case when d.id is null then f.name else own.wanted end as wanted, own.place
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
          left join thing_classes d on d.id = c.id
           and d.name in (select w.value ->> 'name' from jsonb_array_elements(p_document -> 'classes') w)
          left join own on own.class_id = f.class_id and own.live = f.name
         where f.inherited_from is null and f.dropped_version is null
        union all
        select f.class_id, f.id, true, f.name, p.wanted, null
          from all_fields p
          join thing_class_fields f on f.inherited_from = p.id and f.dropped_version is null
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
    )
    select a.class_id, a.id, a.inherited, a.name, a.wanted, a.place from all_fields a;
end
$$;
comment on function thing.diff_names(jsonb) is 'Every live field with the name that a document has for it. Internal.';
revoke all on function thing.diff_names(jsonb) from public;
