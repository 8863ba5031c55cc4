-- Whether the API shows something beside a field or an inverse of that name, of a class or of an ancestor or descendant
-- of it. p_suffix says what: 'Aggregate' (of lists), 'Ancestors' (of references of a class to itself), 'Descendants'
-- (of their inverses). Runs inside the tenant's schema.
create or replace function thing.has_beside(p_class_id integer, p_name text, p_suffix text)
returns boolean
language plpgsql
stable
as $$
begin
    return exists (
        select from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         where f.name = p_name and f.dropped_version is null and f.target_id is not null
           and case p_suffix when 'Aggregate' then f.type = 'references'
                             when 'Ancestors' then f.type = 'reference' and thing.is_kin(f.class_id, f.target_id)
                             else false end
           and thing.is_kin(p_class_id, f.class_id)
        union all
        select from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         where f.aliases ? p_name and f.aliases <> '{}' and f.dropped_version is null and f.target_id is not null
           and p_suffix <> 'Descendants' and thing.is_kin(p_class_id, f.class_id)
        union all
        select from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         where f.inverse_name = p_name and f.dropped_version is null
           and (p_suffix = 'Aggregate' or p_suffix = 'Descendants' and thing.is_kin(f.class_id, f.target_id))
           and thing.is_kin(p_class_id, f.target_id));
end
$$;
comment on function thing.has_beside(integer, text, text) is
    'Whether the API shows something beside a field or an inverse. Internal.';
revoke all on function thing.has_beside(integer, text, text) from public;
