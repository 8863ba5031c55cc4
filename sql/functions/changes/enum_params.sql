-- Parameters of a field as they are kept: where they name an enum ("enum": its name, or its id in a stored inverse),
-- its id and a copy of its options. Others as they are. Runs inside the tenant's schema. Errors: TB020 INVALID_CHANGE
-- (options of its own, too), TB029 UNKNOWN_ENUM.
create or replace function thing.enum_params(p_params jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_named jsonb := nullif(p_params -> 'enum', 'null');
    v_enum record;
begin
    if v_named is null then
        return p_params - 'enum';
    elsif jsonb_typeof(v_named) = 'number' then
        select e.id, e.name, e.options into v_enum from thing_enums e
         where e.id = (v_named #>> '{}')::numeric and e.dropped_version is null;
        if not found then
            perform thing.fail('UNKNOWN_ENUM', format('enum %s does not exist', v_named), p_params);
        end if;
    elsif jsonb_typeof(v_named) = 'string' then
        v_enum := thing.enum_row(v_named #>> '{}');
        if p_params -> 'values' <> v_enum.options then
            perform thing.fail('INVALID_CHANGE', format('a field of enum %s has its options', v_enum.name), p_params,
                'Leave values out, or enum.');
        end if;
    else
        perform thing.fail('INVALID_CHANGE', 'enum must be the name of an enum', p_params);
    end if;
    return p_params || jsonb_build_object('enum', v_enum.id, 'values', v_enum.options);
end
$$;
comment on function thing.enum_params(jsonb) is 'Parameters of a field with its enum looked up. Internal.';
revoke all on function thing.enum_params(jsonb) from public;
