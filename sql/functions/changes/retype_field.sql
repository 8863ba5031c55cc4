-- The change of type of op_alter_field: metadata alone where the storage stays; at once where the tables are small;
-- beside running writes, as a job that ends in change swap_type, where one is large (p_by_job: in any case). p_renamed:
-- {old: new} of an option that only gets another name. p_field: the canonical field that is to be. Runs inside the
-- tenant's schema. Errors: TB025 INVALID_RULE, TB028 INVALID_DEFAULT, TB033 CONVERSION_FAILED.
create or replace function thing.retype_field(p_field_id integer, p_field jsonb, p_default_given boolean,
    p_version integer, p_keep boolean, p_renamed jsonb default null, p_by_job boolean default false)
returns thing.op_result
language plpgsql
as $$
declare
    v_old record;
    v_type text := p_field ->> 'type';
    v_params jsonb := p_field -> 'params';
    v_default jsonb := p_field -> 'default';
    v_other integer;
    v_change jsonb;
    v_at record;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    select f.type, f.params, f.default_value, f.name, f.physical_name, f.class_id, c.name as class into v_old
      from thing_class_fields f join thing_classes c on c.id = f.class_id where f.id = p_field_id;
    v_change := jsonb_build_object('class', v_old.class, 'field', v_old.name, 'from', v_old.type, 'to', v_type);
    if v_type <> v_old.type or thing.storage_type(v_type, v_params) <> thing.storage_type(v_old.type, v_old.params) then
        perform thing.check_conversion(v_old.type, v_type);
    end if;
    if v_old.params ? 'round' and not v_params ? 'round' and exists (select thing.expression_users(p_field_id)) then
        perform thing.fail('DEPENDENCY', format('%s.%s is part of a computed field', v_old.class, v_old.name),
            (select jsonb_agg(f.name) from thing_class_fields f
              where f.id = any (array(select thing.expression_users(p_field_id)))), 'Drop the computed field first.');
    end if;
    if not p_default_given then
        v_default := thing.retyped_default(v_old.default_value, v_old.type, v_old.params, v_type, v_params);
    end if;
    perform thing.value_sql(v_type, v_params, v_default);
    if p_renamed is null
       and (thing.storage_type(v_type, v_params) is not distinct from thing.storage_type(v_old.type, v_old.params)
          or v_type = v_old.type and v_old.params ? 'round' and not v_params ? 'round') then   -- thing.modifier_steps
        if not p_keep then
            perform thing.check_convertible(f.class_id, f.name, f.physical_name, c.guard, v_type)
               from thing_class_fields f
               cross join lateral thing.conversion_sql(v_old.type, v_type, v_params, format('t.%I', f.physical_name)) c
              where f.id = any (array(select thing.field_family(p_field_id))) and c.guard is not null;
        end if;
        update thing_class_fields f set type = v_type, params = v_params, default_value = nullif(v_default, 'null')
         where f.id = any (array(select thing.field_family(p_field_id)));
        perform thing.check_rules(f.class_id, f.id, f.validation_rules) from thing_class_fields f where f.id = any (
            array(select thing.field_family(p_field_id)));
        v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'alter_field', 'class', v_old.class,
            'field', v_old.name, 'existing', 'keep',
            'set', jsonb_build_object('type', v_old.type, 'params', v_old.params, 'default', v_old.default_value)));
        v_result.changes := jsonb_build_array(v_change
            || jsonb_build_object('kind', 'FIELD_TYPE_CHANGED', 'impact', case
                when thing.enum_type(v_old.class, v_old.name, v_params) <> thing.enum_type(v_old.class, v_old.name,
                    v_old.params) then 'BREAKING'
                -- operations may name those that are gone
                when v_params -> 'values' @> (v_old.params -> 'values') is false then 'BREAKING'
                when (select count(distinct t.graphql_scalar) from thing.field_types t
                       where t.name in (v_type, v_old.type)) > 1 then 'BREAKING'
                else 'DANGEROUS' end)
            || case when v_type = v_old.type and v_params ? 'values' and thing.enum_type(v_old.class, v_old.name,
                v_params) = thing.enum_type(v_old.class, v_old.name, v_old.params)
                    then thing.option_changes(v_old.params -> 'values', v_params -> 'values') else '{}' end);
        v_result.steps := array(
            select thing.default_step(c.id, f.physical_name, thing.value_sql(v_type, v_params, v_default))
              from thing_class_fields f
              join thing_classes c on c.id = f.class_id and not c.abstract
             where f.id = any (array(select thing.field_family(p_field_id)))
               and v_default is distinct from v_old.default_value);
        return v_result;
    end if;

    v_other := thing.expand_type(p_field_id, v_type, v_params, v_default, p_version, p_renamed);
    for v_at in
        select p.*, c.guard from thing.retypes_of(v_other) p
         cross join lateral thing.conversion_sql(p.own_type, p.other_type, p.other_params,
                                format('t.%I', p.own_column), p.renamed) c
    loop
        perform thing.check_convertible(v_at.class_id, v_at.field, v_at.own_column, v_at.guard, v_type);
    end loop;
    if p_by_job or exists (select from thing.retypes_of(v_other) p where thing.is_large(p.class_id)) then
        v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'cancel_type',
            'class', v_old.class, 'field', v_old.name));
        v_result.changes := jsonb_build_array(v_change || '{"kind": "FIELD_TYPE_CHANGING", "impact": "SAFE"}');
        v_result.steps := array[thing.ddl_step(phase => 'jobs',
            job => jsonb_build_object('kind', 'retype', 'class_id', v_old.class_id, 'field_id', p_field_id,
                'name', (select o.physical_name from thing_class_fields o where o.id = v_other)))];
        return v_result;
    end if;
    v_result.steps := thing.convert_steps(v_other) || thing.swap_columns(v_other, p_version);
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'restore_type', 'class', v_old.class,
        'field', v_old.name, 'id', v_other));
    v_result.changes := jsonb_build_array(v_change || jsonb_build_object('kind', 'FIELD_TYPE_CHANGED',
        'impact', case when v_type = v_old.type and v_params - 'collation' = v_old.params - 'collation' then 'DANGEROUS'
                       else 'BREAKING' end) || thing.swap_meaning(p_renamed));
    return v_result;
end
$$;
comment on function thing.retype_field(integer, jsonb, boolean, integer, boolean, jsonb, boolean) is
    'Change the type of a field. Internal.';
revoke all on function thing.retype_field(integer, jsonb, boolean, integer, boolean, jsonb, boolean) from public;
