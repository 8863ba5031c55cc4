-- Whether a class, or an ancestor or descendant of it, has a list of things of that name: a field, or the other end of
-- a reference. Runs inside the tenant's schema.
create or replace function thing.family_has_list(p_class_id integer, p_name text)
returns boolean
language plpgsql
stable
as $$
begin
    return thing.inverse_named(p_class_id, p_name, 0) is not null
        or exists (
            select from thing_class_fields f
              join thing_classes c on c.id = f.class_id and c.dropped_version is null
             where (f.name = p_name or (f.aliases ? p_name and f.aliases <> '{}'))
               and f.type = 'references' and f.target_id is not null and f.dropped_version is null
               and (f.class_id = p_class_id or f.class_id in (select thing.class_ancestors(p_class_id))
                    or p_class_id in (select thing.class_ancestors(f.class_id))));
end
$$;
comment on function thing.family_has_list(integer, text) is
    'Whether a class or one of its family has a list of things of that name. Internal.';
revoke all on function thing.family_has_list(integer, text) from public;
