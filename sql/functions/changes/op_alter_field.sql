-- {op, class, field, set: {label?, description?, deprecated?, default?, indexed?, searchable?, onDelete?, inverse?,
-- aliases?, type?, params?, enum?, collation?, language?, expression?, stored?, kept?, personal?}, existing?}. inverse
-- null: the default. Own fields only; descendants follow. Runs inside the tenant's schema.
-- Errors: TB020 INVALID_CHANGE, TB021, TB022, TB023, TB025 INVALID_RULE, TB027, TB028 INVALID_DEFAULT, TB029
-- UNKNOWN_ENUM, TB02A INVALID_EXPRESSION, TB033 CONVERSION_FAILED, TB034 DEPENDENCY, TB037 INHERITED_FIELD.
create or replace function thing.op_alter_field(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_id integer := thing.own_field_id(v_class, p_op ->> 'field');
    v_set jsonb := p_op -> 'set';
    v_field jsonb;
    v_new jsonb;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
    v_retypes boolean;
begin
    perform thing.check_keys(v_set, array['label', 'description', 'deprecated', 'default', 'indexed', 'searchable',
        'onDelete', 'inverse', 'aliases', 'type', 'params', 'enum', 'collation', 'language', 'expression',
        'stored', 'kept', 'personal'], 'alter_field.set');
    select jsonb_build_object('name', f.name, 'label', f.label, 'description', f.description,
               'deprecated', f.deprecated, 'default', f.default_value, 'indexed', f.indexed,
               'searchable', f.searchable, 'personal', f.personal, 'onDelete', f.on_delete, 'inverse', f.inverse_name,
               'aliases', f.aliases, 'type', f.type, 'params', f.params,
               'expression', thing.expression_text(f.expression -> 'tree'),
               'stored', case when f.inlined and f.expression -> 'storable' = 'true' then false end,
               'kept', f.expression -> 'kept',
               'target', (select t.name from thing_classes t where t.id = f.target_id)) into v_field
      from thing_class_fields f where f.id = v_id;
    if v_set ? 'type' and v_set ->> 'type' is distinct from v_field ->> 'type' and not v_set ? 'params' then
        v_set := v_set || jsonb_build_object(
            'params', (select coalesce(jsonb_object_agg(k, v_field -> 'params' -> k), '{}')
                         from thing.field_types t cross join unnest(array['collation', 'language']) k
                        where t.name = v_set ->> 'type' and t.params ? k and v_field -> 'params' ? k));
    end if;
    if v_set ?| array['collation', 'language'] then
        v_set := v_set - array['collation', 'language']
            || jsonb_build_object('params', jsonb_strip_nulls(coalesce(v_set -> 'params', v_field -> 'params')
                || (select jsonb_object_agg(k.key, k.value) from jsonb_each(v_set) k
                     where k.key in ('collation', 'language'))));
    end if;
    if v_set ? 'enum' then
        v_set := v_set - 'enum' || jsonb_build_object('params', coalesce(v_set -> 'params', '{}')
            || jsonb_build_object('enum', v_set -> 'enum'));
    end if;
    v_new := thing.canonical_field(v_field || v_set) - 'rules';
    v_new := v_new
        || jsonb_build_object('params', thing.check_params(v_new ->> 'type', thing.enum_params(v_new -> 'params')));
    if v_set ? 'inverse' and v_new ->> 'inverse' is null then
        v_new := v_new || jsonb_build_object('inverse', thing.default_inverse(v_id));
    end if;
    v_retypes := (v_new ->> 'type', v_new -> 'params') is distinct from (v_field ->> 'type', v_field -> 'params');
    if v_new ->> 'onDelete' is distinct from v_field ->> 'onDelete'
       and (v_field ->> 'onDelete' is null or v_new ->> 'onDelete' is null
            or v_new ->> 'onDelete' not in ('restrict', 'setNull', 'cascade')) then
        perform thing.fail('INVALID_CHANGE',
            format('onDelete of a reference must be restrict, setNull or cascade; %s is of type %s', p_op ->> 'field',
                v_new ->> 'type'), p_op);
    end if;
    perform thing.check_indexing(v_new, v_id);
    if v_new ? 'expression' is distinct from (v_field ->> 'expression' is not null) then
        perform thing.fail('INVALID_CHANGE', format('%s is %scomputed; this cannot change', p_op ->> 'field',
            case when v_new ? 'expression' then 'not ' else '' end), p_op,
            'Add a field with another name, and drop this field.');
    end if;
    if v_set ?| array['type', 'params', 'default'] then
        perform thing.check_not_retyped(v_id, p_op ->> 'field');
    end if;
    if v_new ? 'expression' and (v_retypes or v_set ?| array['expression', 'stored', 'kept']) then
        v_result := thing.redefine_computed(v_id, v_new);
        v_set := v_set - array['expression', 'stored', 'kept'];
        v_retypes := true;
    elsif v_retypes then
        v_result := thing.retype_field(v_id, v_new, v_set ? 'default', p_version,
            coalesce(p_op ->> 'existing' = 'keep', false));
    elsif v_set ? 'default' then
        perform thing.value_sql(v_new ->> 'type', v_new -> 'params', v_new -> 'default');
        update thing_class_fields f set default_value = nullif(v_new -> 'default', 'null')
         where f.id = any (array(select thing.field_family(v_id)));
        v_result.steps := array(
            select thing.default_step(c.id, f.physical_name, thing.value_sql(f.type, f.params, f.default_value))
              from thing_class_fields f
              join thing_classes c on c.id = f.class_id and not c.abstract
             where f.id = any (array(select thing.field_family(v_id))) and f.type <> 'references');
    end if;
    update thing_class_fields f
       set label = v_new ->> 'label', description = v_new ->> 'description', deprecated = v_new ->> 'deprecated',
           indexed = (v_new ->> 'indexed')::boolean, searchable = (v_new ->> 'searchable')::boolean,
           personal = (v_new ->> 'personal')::boolean,
           on_delete = v_new ->> 'onDelete',
           aliases = coalesce(v_new -> 'aliases', '{}'),
           inverse_name = case f.id when v_id then v_new ->> 'inverse' end
     where f.id = any (array(select thing.field_family(v_id)));
    if v_new ? 'expression' then
        perform thing.define_computed(v_id);
    end if;
    select v_result.inverse || coalesce(jsonb_agg(jsonb_build_object('op', 'alter_field', 'class', p_op ->> 'class',
               'field', p_op ->> 'field', 'set', s.old)), '[]')
      into v_result.inverse
      from (select coalesce(jsonb_object_agg(k, v_field -> k), '{}') as old
              from jsonb_object_keys(v_set) k where k not in ('type', 'params') and not (v_retypes and k = 'default')) s
     where not v_retypes or s.old <> '{}';
    if v_set - array['type', 'params'] <> '{}' then
        v_result.changes := v_result.changes
            || jsonb_build_array(jsonb_build_object('kind', 'FIELD_CHANGED', 'class', p_op ->> 'class',
                'field', p_op ->> 'field', 'set', v_set - array['type', 'params'],
                -- The filter of a text is of another type; inputs must have what is required; the target's field has
                -- another name; a former name ends.
                'impact', case when v_field -> 'searchable' <> v_new -> 'searchable'
                                 or v_field ->> 'inverse' is distinct from v_new ->> 'inverse'
                                 or exists (select from jsonb_object_keys(v_field -> 'aliases') a
                                             where not coalesce(v_new -> 'aliases' ? a, false))
                                 or thing.breaks_clients(array(select thing.class_family(v_class)),
                                        array(select thing.field_family(v_id))) then 'BREAKING' else 'SAFE' end));
    end if;
    v_result.touched := array(select thing.class_family(v_class)) || v_result.touched;
    return v_result;
end
$$;
comment on function thing.op_alter_field(jsonb, integer) is 'Schema operation alter_field. Internal.';
revoke all on function thing.op_alter_field(jsonb, integer) from public;
