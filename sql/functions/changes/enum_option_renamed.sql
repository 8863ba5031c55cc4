-- Gives an enum its options after one of them was renamed, {old: new}, and adds that to what the change of its fields'
-- columns does. Runs inside the tenant's schema.
create or replace function thing.enum_option_renamed(
    p_result thing.op_result, p_enum_id integer, p_options jsonb, p_renamed jsonb)
returns thing.op_result
language plpgsql
as $$
declare
    v_enum record;
    v_result thing.op_result := p_result;
begin
    select e.name, e.options into v_enum from thing_enums e where e.id = p_enum_id;
    update thing_enums e set options = p_options where e.id = p_enum_id;
    v_result.inverse := v_result.inverse
        || jsonb_build_array(jsonb_build_object('op', 'restore_options', 'id', p_enum_id, 'values', v_enum.options));
    v_result.changes := (
        select jsonb_agg(jsonb_build_object('kind', 'ENUM_OPTION_RENAMED', 'enum', v_enum.name,
                   'from', e.key, 'to', e.value,
                   -- of an enum that no field has
                   'impact', case p_result.changes when '[]' then 'SAFE' else 'BREAKING' end))
          from jsonb_each(p_renamed) e) || v_result.changes;
    return v_result;
end
$$;
comment on function thing.enum_option_renamed(thing.op_result, integer, jsonb, jsonb) is
    'The part of a renamed option that is the enum''s. Internal.';
revoke all on function thing.enum_option_renamed(thing.op_result, integer, jsonb, jsonb) from public;
