-- Whether a class, or one that extends it, has a live field of that name, or former name. From the fields of that name
-- upwards: they are few, a family may be large. Runs inside the tenant's schema.
create or replace function thing.family_has_field(p_class_id integer, p_name text)
returns boolean
language plpgsql
stable
as $$
begin
    return exists (
        with recursive up as (
            select c.id, c.extends_id
              from (select f.class_id, f.dropped_version from thing_class_fields f where f.name = p_name
                    union all
                    select f.class_id, f.dropped_version from thing_class_fields f
                     where f.aliases ? p_name and f.aliases <> '{}') f
              join thing_classes c on c.id = f.class_id and c.dropped_version is null
             where f.dropped_version is null
            union
            select c.id, c.extends_id from up u join thing_classes c on c.id = u.extends_id
        )
        select from up u where u.id = p_class_id);
end
$$;
comment on function thing.family_has_field(integer, text) is
    'Whether a class or one that extends it has a field of that name. Internal.';
revoke all on function thing.family_has_field(integer, text) from public;
