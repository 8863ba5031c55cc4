-- The hidden field that is being filled to replace this one; null when none is. Runs inside the tenant's schema.
create or replace function thing.pending_retype(p_field_id integer)
returns integer
language plpgsql
stable
as $$
begin
    return (select o.id
              from thing_class_fields f
              join thing_class_fields o on o.class_id = f.class_id and o.pending ->> 'replaces' = f.id::text
             where f.id = p_field_id);
end
$$;
comment on function thing.pending_retype(integer) is
    'The column that a change of type is filling for a field. Internal.';
revoke all on function thing.pending_retype(integer) from public;
