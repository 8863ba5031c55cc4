-- Stage of thing.diff: what references are called at their other ends: as the document says, else by default. A name
-- that the API has already is not given another meaning by a default: then the document must say. Runs inside the
-- tenant's schema. Errors: TB011 NAME_TAKEN.
create or replace function thing.diff_name_inverses(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
declare
    v_reference record;
begin
    for v_reference in
        with names as materialized (
            select f.id, c.name as class, f.name as field, f.inverse_name as was, f.target_id, f.created_version,
                   w.value ->> 'inverse' is not null as chosen,
                   coalesce(w.value ->> 'inverse', thing.default_inverse(f.id)) as wanted
              from jsonb_array_elements(p_document -> 'classes') d
              join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
              cross join lateral jsonb_array_elements(d.value -> 'fields') w
              join thing_class_fields f on f.class_id = c.id and f.name = w.value ->> 'name'
               and f.dropped_version is null and f.inherited_from is null
             where f.target_id is not null
        )
        select n.*,
               -- The entry is that of the live schema: a diff changes metadata alone.
               not n.chosen and n.created_version <= (select max(s.version) from schema_versions s)
               and (jsonb_path_exists(t.entry::jsonb - 'uniques', '$.*[*] ? (@.name == $n)',
                       jsonb_build_object('n', n.wanted))
                    or thing.family_has_field(n.target_id, n.was)
                    or exists (select from names o
                                where o.wanted = n.was and o.id <> n.id
                                  and (o.target_id = n.target_id
                                       or o.target_id in (select thing.class_ancestors(n.target_id))
                                       or n.target_id in (select thing.class_ancestors(o.target_id))))) as unclear
          from names n
          join thing_classes t on t.id = n.target_id
         where n.was <> n.wanted
         order by n.id
    loop
        if v_reference.unclear then
            perform thing.fail('NAME_TAKEN',
                format(
                    'by default, the inverse of %s.%s would change from %s to %s, and one of these names has another '
                    'meaning before or after',
                    v_reference.class, v_reference.field, v_reference.was, v_reference.wanted),
                jsonb_build_object('class', v_reference.class, 'field', v_reference.field, 'inverse', v_reference.was,
                    'default', v_reference.wanted),
                format('Say which it is: inverse: "%s" on %s.%s keeps the name, inverse: "%s" changes it.',
                    v_reference.was, v_reference.class, v_reference.field, v_reference.wanted));
        end if;
        return next jsonb_build_object('op', 'alter_field', 'class', v_reference.class, 'field', v_reference.field,
            'set', jsonb_build_object('inverse', v_reference.wanted));
    end loop;
end
$$;
comment on function thing.diff_name_inverses(jsonb) is
    'Stage of thing.diff: name references at their other ends. Internal.';
revoke all on function thing.diff_name_inverses(jsonb) from public;
