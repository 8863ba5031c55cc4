-- A path of names as an expression keeps it: {"path": ["<class id>:<column>", ...], "type": kind}. All names but the
-- last are references. Columns never change their names, so renamed fields need no care. Runs inside the tenant's
-- schema. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.check_path(p_class_id integer, p_node jsonb, p_path integer[])
returns jsonb
language plpgsql
as $$
declare
    v_class integer := p_class_id;
    v_keys jsonb := '[]';
    v_name text;
    v_column record;
begin
    for v_name in select n from jsonb_array_elements_text(p_node -> 'names') n loop
        if v_class is null then
            perform thing.refuse_expression(format('nothing can follow %s: it is not a reference to one class',
                v_column.name), p_node -> 'at');
        end if;
        select v_name as name, c.* into v_column from thing.named_column(v_class, v_name, p_node -> 'at', p_path) c;
        v_keys := v_keys || to_jsonb(v_column.key);
        v_class := case v_column.type when 'reference' then v_column.target_id end;
    end loop;
    if v_column.type = 'references' then
        perform thing.refuse_expression(format('%s is a list', v_column.name), p_node -> 'at');
    end if;
    return jsonb_build_object('path', v_keys, 'type', thing.expression_kind(v_column.type));
end
$$;
comment on function thing.check_path(integer, jsonb, integer[]) is 'A path as an expression keeps it. Internal.';
revoke all on function thing.check_path(integer, jsonb, integer[]) from public;
