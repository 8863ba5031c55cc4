-- Whether an enum may have this name; names that the API makes of others are looked at in the end
-- (thing.check_api_names). Runs inside the tenant's schema. Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB012
-- RESERVED_NAME.
create or replace function thing.check_enum_free(p_name text)
returns void
language plpgsql
stable
as $$
begin
    perform thing.check_name(p_name, 'enum');
    if exists (select from thing_enums e where e.name = p_name and e.dropped_version is null) then
        perform thing.fail('NAME_TAKEN', format('enum %s already exists', p_name), jsonb_build_object('enum', p_name));
    end if;
end
$$;
comment on function thing.check_enum_free(text) is 'Fail unless an enum may have this name. Internal.';
revoke all on function thing.check_enum_free(text) from public;
