-- Every live field and the name that a document has for it: null where the document drops it. Fields of classes that
-- the document lacks count as kept: they go with their class. Runs inside the tenant's schema.
create or replace function thing.diff_names(p_document jsonb)
returns table (class_id integer, field_id integer, inherited boolean, name text, wanted text, place integer)
language plpgsql
stable
as $$
declare
    -- {class id: {live name: [wanted name, place]}}: looked up by key, for a join of this size would be misjudged.
    v_matched jsonb := (
        select coalesce(jsonb_object_agg(c.id, (
                   select coalesce(jsonb_object_agg(m.live, jsonb_build_array(m.wanted, m.place)), '{}')
                     from thing.match_names(
                              array(select f.name from thing_class_fields f
                                     where f.class_id = c.id and f.inherited_from is null
                                       and f.dropped_version is null),
                              d.value -> 'fields', 'field of ' || c.name) m)), '{}')
          from jsonb_array_elements(p_document -> 'classes') d
          join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null);
begin
    return query
    with recursive all_fields as (
        select f.class_id, f.id, false as inherited, f.name,
               case when v_matched ? f.class_id::text then v_matched -> f.class_id::text -> f.name ->> 0
                    else f.name end as wanted,
               (v_matched -> f.class_id::text -> f.name ->> 1)::integer as place
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
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
