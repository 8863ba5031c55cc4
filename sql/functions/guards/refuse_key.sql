-- Refuses a statement that refers to a thing of a class by a key that none has; field: the reference. It gives nothing,
-- and stands where the thing's id would. Volatile, so that it is evaluated where it stands. Errors: TB061
-- INVALID_REFERENCE. Definer: thing.fail is not the tenants'.
create or replace function thing.refuse_key(field text, class text, key jsonb)
returns uuid
language plpgsql
volatile parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.fail('INVALID_REFERENCE',
        format('%s must refer to an existing %s', refuse_key.field, refuse_key.class),
        jsonb_build_object('field', refuse_key.field, 'class', refuse_key.class, 'key', refuse_key.key));
    return null;
end
$$;
comment on function thing.refuse_key(text, text, jsonb) is
    'INVALID_REFERENCE, in place of the id of a thing that is referred to by a key and is not there. Example: select '
    'coalesce((select id from tc_maker where name = ''Acme''), thing.refuse_key(''maker'', ''Maker'', ''{"name": '
    '"Acme"}'')).';
revoke all on function thing.refuse_key(text, text, jsonb) from public;
grant execute on function thing.refuse_key(text, text, jsonb) to thing_admin, thing_tenant;
