-- {op, class, to}. The table keeps its name. Metadata only; runs inside the tenant's schema.
-- Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB012 RESERVED_NAME, TB021 UNKNOWN_CLASS.
create or replace function thing.op_rename_class(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_id integer := (thing.class_row(p_op ->> 'class')).id;
    v_result thing.op_result;
begin
    perform thing.check_name(p_op ->> 'to', 'class');
    if exists (select from thing_classes c
                where c.name = p_op ->> 'to' and c.dropped_version is null and c.id <> v_id) then
        perform thing.fail('NAME_TAKEN', format('class %s already exists', p_op ->> 'to'),
            jsonb_build_object('class', p_op ->> 'to'));
    end if;
    update thing_classes c set name = p_op ->> 'to' where c.id = v_id;
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'rename_class', 'class', p_op ->> 'to',
        'to', p_op ->> 'class'));
    v_result.changes := jsonb_build_array(jsonb_build_object(
        'kind', 'CLASS_RENAMED', 'class', p_op ->> 'class', 'to', p_op ->> 'to', 'impact', 'BREAKING'));
    -- Their documents or catalog entries name this class.
    v_result.touched := v_id || array(
        select thing.class_family(v_id)
        union
        select f.class_id from thing_class_fields f where f.target_id = v_id and f.dropped_version is null);
    return v_result;
end
$$;
comment on function thing.op_rename_class(jsonb, integer) is 'Schema operation rename_class. Internal.';
revoke all on function thing.op_rename_class(jsonb, integer) from public;
