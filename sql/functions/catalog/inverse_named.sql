-- The reference that has this name at the class, or at an ancestor or descendant of it, other than this one; null where
-- not found. Runs inside the tenant's schema.
create or replace function thing.inverse_named(p_class_id integer, p_name text, p_but integer)
returns integer
language plpgsql
stable
as $$
begin
    return (
        select min(j.id)
          from thing_class_fields j
          join thing_classes d on d.id = j.class_id and d.dropped_version is null
         where j.inverse_name = p_name and j.id <> p_but and j.dropped_version is null
           and (j.target_id = p_class_id or j.target_id in (select thing.class_ancestors(p_class_id))
                or p_class_id in (select thing.class_ancestors(j.target_id))));
end
$$;
comment on function thing.inverse_named(integer, text, integer) is
    'The reference that has a name at the other end. Internal.';
revoke all on function thing.inverse_named(integer, text, integer) from public;
