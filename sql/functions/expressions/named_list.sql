-- The list that names of an expression begin with, by way of references: {"count": how many names, "path": of the
-- references, "link": "<class id>:<column>" of the field that makes the list, "kind", "class": of its things}. kind:
-- reference (things whose reference is this one), links (those of a to-many field), linking (those whose to-many field
-- has this one). Null: they begin with none. Runs inside the tenant's schema.
create or replace function thing.named_list(p_class_id integer, p_names jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_class integer := p_class_id;
    v_path jsonb := '[]';
    v_name record;
    v_field record;
begin
    for v_name in select n.value as name, n.ordinality as n
                    from jsonb_array_elements_text(p_names) with ordinality n order by n.ordinality loop
        select f.type, f.target_id, f.class_id || ':' || f.physical_name as key into v_field
          from thing_class_fields f
         where f.class_id = v_class and f.name = v_name.name and f.dropped_version is null;
        if v_field.type = 'reference' and v_field.target_id is not null then
            v_path := v_path || to_jsonb(v_field.key);
            v_class := v_field.target_id;
            continue;
        elsif v_field.type = 'references' and v_field.target_id is not null then
            return jsonb_build_object('count', v_name.n, 'path', v_path, 'link', v_field.key, 'kind', 'links',
                       'class', v_field.target_id);
        elsif v_field.type is not null then
            return null;
        end if;
        return (
            select jsonb_build_object('count', v_name.n, 'path', v_path,
                       'link', f.class_id || ':' || f.physical_name,
                       'kind', case f.type when 'reference' then 'reference' else 'linking' end, 'class', f.class_id)
              from thing_class_fields f
              join thing_classes c on c.id = f.class_id and c.dropped_version is null
             where f.inverse_name = v_name.name and f.dropped_version is null and f.inherited_from is null
               and f.target_id in (select v_class union all select thing.class_ancestors(v_class))
             limit 1);
    end loop;
    return null;
end
$$;
comment on function thing.named_list(integer, jsonb) is 'The list that names of an expression begin with. Internal.';
revoke all on function thing.named_list(integer, jsonb) from public;
