-- Whether a class, field or unique may have this API name: a GraphQL Name (GraphQL specification, October 2021, 2.1.9),
-- not ours. Fields and uniques become values of enums too, and those cannot be called true, false or null (3.9).
-- p_kind: 'class', 'enum', 'field', 'unique' or 'index'. Errors: TB010 INVALID_NAME, TB012 RESERVED_NAME.
create or replace function thing.check_name(p_name text, p_kind text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_name is null or p_name !~ '^[A-Za-z][A-Za-z0-9_]{0,199}$' then
        perform thing.fail('INVALID_NAME', format('%L is not a valid name for a %s', left(p_name, 300), p_kind),
            jsonb_build_object('name', p_name, 'kind', p_kind));
    elsif p_name = any (case p_kind
            when 'field' then array['id', 'version', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy', 'and', 'or',
                'not', 'isNull', 'true', 'false', 'null']
            when 'unique' then array['id', 'true', 'false', 'null']
            when 'index' then '{}'
            else thing.static_names() end) then
        perform thing.fail('RESERVED_NAME', format('%s is reserved and cannot name a %s', p_name, p_kind),
            jsonb_build_object('name', p_name, 'kind', p_kind));
    elsif p_kind in ('class', 'enum')
       and (p_name ~ '^(Schema|Tenant)([A-Z]|s?$)' or thing.singular(p_name) ~ '^(schema|tenant)([A-Z]|s?$)') then
        perform thing.fail('RESERVED_NAME',
            format('%s is reserved: names that begin with the word Schema or Tenant belong to the administration API',
                p_name),
            jsonb_build_object('name', p_name, 'kind', p_kind));
    end if;
end
$$;
comment on function thing.check_name(text, text) is
    'Fail unless the name is a GraphQL name that the system does not use. Internal.';
revoke all on function thing.check_name(text, text) from public;
