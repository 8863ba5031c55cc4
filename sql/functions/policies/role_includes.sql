-- The list `includes` of a role, as it was given. Errors: TB02B INVALID_POLICY.
create or replace function thing.role_includes(p_includes jsonb)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if jsonb_typeof(coalesce(p_includes, '[]')) <> 'array'
       or jsonb_path_exists(p_includes, 'strict $[*] ? (@.type() != "string")') then
        perform thing.fail('INVALID_POLICY', 'includes must be a list of names of roles', p_includes);
    end if;
    return array(select i from jsonb_array_elements_text(coalesce(p_includes, '[]')) i group by i order by i);
end
$$;
comment on function thing.role_includes(jsonb) is 'The roles that a role includes. Internal.';
revoke all on function thing.role_includes(jsonb) from public;
