-- Gives up a change of type that is under way; the half-filled column stays hidden until thing.purge. Metadata only.
-- Returns whether there was one. Runs inside the tenant's schema.
create or replace function thing.cancel_retype(p_field_id integer)
returns boolean
language plpgsql
as $$
begin
    update thing_class_fields o
       set pending = null
     where o.pending ->> 'replaces' in (select f::text from thing.field_family(p_field_id) f);
    return found;
end
$$;
comment on function thing.cancel_retype(integer) is 'Give up a change of type that is under way. Internal.';
revoke all on function thing.cancel_retype(integer) from public;
