-- The change of a computed field's expression, type or storage, in the class and all that extend it. What is computed
-- from it is worked out again, too. A stored column is taken out and comes again, with its indexes. p_field: what
-- it is to be. touched: classes of all fields that are worked out again. Runs inside the tenant's schema.
-- Errors: TB020 INVALID_CHANGE, TB02A INVALID_EXPRESSION.
create or replace function thing.redefine_computed(p_field_id integer, p_field jsonb)
returns thing.op_result
language plpgsql
as $$
declare
    v_old record;
    v_users integer[];
    v_user integer;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    select f.name, f.type, f.params, f.inlined, f.expression, f.class_id, c.name as class
      into v_old
      from thing_class_fields f join thing_classes c on c.id = f.class_id where f.id = p_field_id;
    v_users := array(select thing.expression_users(p_field_id));
    v_result.touched := array(select thing.kept_classes(array[v_old.class_id]));
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'alter_field', 'class', v_old.class,
        'field', v_old.name, 'set', jsonb_build_object('type', v_old.type, 'params', thing.shown_params(v_old.params),
            'expression', thing.expression_text(v_old.expression -> 'tree'))
            || case when v_old.expression -> 'storable' = 'true'
                    then jsonb_build_object('stored', not v_old.inlined) else '{}' end
            || case when v_old.expression -> 'kept' = 'true' or p_field -> 'kept' = 'true'
                    then jsonb_build_object('kept', v_old.expression -> 'kept' is not distinct from 'true')
                    else '{}' end));
    update thing_class_fields f
       set type = p_field ->> 'type', params = p_field -> 'params',
           expression = jsonb_strip_nulls(jsonb_build_object('given', p_field -> 'expression',
               'stored', p_field -> 'stored', 'kept', p_field -> 'kept'))
     where f.id = any (array(select thing.field_family(p_field_id)));
    perform thing.define_computed(p_field_id);
    foreach v_user in array v_users loop
        update thing_class_fields f
           set expression = jsonb_build_object('given', thing.expression_text(f.expression -> 'tree'),
               'stored', case when f.expression -> 'storable' = 'true' and f.inlined then false end,
               'kept', f.expression -> 'kept')
         where f.id = any (array(select thing.field_family(v_user)));
    end loop;
    foreach v_user in array v_users loop
        perform thing.define_computed(v_user);
    end loop;
    v_result.changes := jsonb_build_array(
        jsonb_build_object('class', v_old.class, 'field', v_old.name) || case
        when v_old.type = p_field ->> 'type' then jsonb_build_object('kind', 'FIELD_CHANGED', 'impact', 'SAFE',
            'set', jsonb_build_object('expression', p_field -> 'expression'))
        else jsonb_build_object('kind', 'FIELD_TYPE_CHANGED', 'from', v_old.type, 'to', p_field -> 'type',
            'impact', 'BREAKING') end);
    v_result.touched := v_result.touched || array(
        select distinct f.class_id from unnest(p_field_id || v_users) u
         cross join lateral thing.field_family(u) m join thing_class_fields f on f.id = m);
    v_result.steps := array(
        select s from unnest(p_field_id || v_users) u
         cross join lateral thing.field_family(u) m cross join lateral thing.recompute_steps(m) s);
    return v_result;
end
$$;
comment on function thing.redefine_computed(integer, jsonb) is
    'Change the expression, type or storage of a computed field. Internal.';
revoke all on function thing.redefine_computed(integer, jsonb) from public;
