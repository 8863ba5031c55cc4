-- The presets of a policy: {name: value} to how it is stored, or back (p_stored). A reference takes the id of a thing.
-- Runs inside the tenant's schema. Errors: TB022 UNKNOWN_FIELD, TB02B INVALID_POLICY, TB034 DEPENDENCY.
create or replace function thing.policy_presets(p_class_id integer, p_presets jsonb, p_stored boolean)
returns jsonb
language plpgsql
stable
as $$
declare
    v_preset record;
    v_source record;
    v_result jsonb := '{}';
begin
    if p_presets is null or p_presets in ('null', '{}') then
        return null;
    elsif jsonb_typeof(p_presets) <> 'object' then
        perform thing.fail('INVALID_POLICY', 'the presets of a policy must be a JSON object', p_presets);
    end if;
    for v_preset in select p.key, p.value from jsonb_each(p_presets) p loop
        select s.* into v_source from thing.policy_source(p_class_id, v_preset.key, p_stored) s;
        if v_source.kind = 'list' or v_source.stored not like '#%' or exists (
               select from thing_class_fields f where '#' || f.id = v_source.stored and f.expression is not null) then
            perform thing.fail('INVALID_POLICY', format('%s cannot be a preset', v_source.name), p_presets);
        end if;
        perform thing.check_policy_value(v_source.type, v_source.params, v_preset.value,
            format('the preset of %s', v_source.name));
        v_result := v_result || jsonb_build_object(case when p_stored then v_source.name else v_source.stored end,
            v_preset.value);
    end loop;
    return v_result;
end
$$;
comment on function thing.policy_presets(integer, jsonb, boolean) is
    'The presets of a policy, by names or as they are stored. Internal.';
revoke all on function thing.policy_presets(integer, jsonb, boolean) from public;
