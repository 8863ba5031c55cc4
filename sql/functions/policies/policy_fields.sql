-- The fields of a policy: a list of names to how it is stored, or back (p_stored). Runs inside the tenant's schema.
-- Errors: TB022 UNKNOWN_FIELD, TB02B INVALID_POLICY, TB034 DEPENDENCY.
create or replace function thing.policy_fields(p_class_id integer, p_fields jsonb, p_stored boolean)
returns jsonb
language plpgsql
stable
as $$
begin
    if p_fields is null or p_fields = 'null' then
        return null;
    elsif jsonb_typeof(p_fields) <> 'array' or jsonb_path_exists(p_fields, 'strict $[*] ? (@.type() != "string")') then
        perform thing.fail('INVALID_POLICY', 'the fields of a policy must be a list of names', p_fields);
    end if;
    return (
        select coalesce(jsonb_agg(case
                   when f.value in ('id', 'version', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy') then f.value
                   when p_stored then (thing.policy_source(p_class_id, f.value, true)).name
                   else '#' || thing.field_id(p_class_id, f.value) end order by f.ordinality), '[]')
          from jsonb_array_elements_text(p_fields) with ordinality f);
end
$$;
comment on function thing.policy_fields(integer, jsonb, boolean) is
    'The fields of a policy, by names or as they are stored. Internal.';
revoke all on function thing.policy_fields(integer, jsonb, boolean) from public;
