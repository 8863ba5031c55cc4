-- The hidden fields that are being filled to replace this one and all that go over together with it: where an option of
-- its enum is renamed, those of all live fields that have the enum, this one alone else. The field itself may be gone
-- meanwhile. Runs inside the tenant's schema.
create or replace function thing.joint_retypes(p_field_id integer)
returns integer[]
language plpgsql
stable
as $$
declare
    v_pending integer := thing.pending_retype(p_field_id);
    v_enum integer := (select (f.params ->> 'enum')::integer from thing_class_fields f where f.id = p_field_id);
begin
    if v_enum is null
       or exists (select from thing_class_fields o where o.id = v_pending and not o.pending ? 'renamed') then
        return array_remove(array[v_pending], null);
    end if;
    return array(
        select o.id
          from thing.enum_fields(v_enum) f
          join thing_class_fields o on o.id = thing.pending_retype(f.id) and o.pending ? 'renamed'
         order by f.id);
end
$$;
comment on function thing.joint_retypes(integer) is 'The coming fields that take over together. Internal.';
revoke all on function thing.joint_retypes(integer) from public;
