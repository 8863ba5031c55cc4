-- The list that a figure in a parsed expression is of (thing.named_list): the one that names in it begin with. With
-- "names", those. Runs inside the tenant's schema. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.call_list(p_class_id integer, p_node jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_names jsonb;
    v_list jsonb;
    v_named jsonb;
begin
    for v_names in select n from jsonb_path_query(p_node, 'strict $.**.names') n loop
        v_list := thing.named_list(p_class_id, v_names);
        continue when v_list is null;
        v_list := v_list - 'count' || jsonb_build_object('names', (
            select jsonb_agg(n.value order by n.ordinality) from jsonb_array_elements(v_names) with ordinality n
             where n.ordinality <= (v_list ->> 'count')::integer));
        if v_named <> v_list then
            perform thing.refuse_expression(format('%s is of one list, not of several', p_node ->> 'call'),
                p_node -> 'at');
        end if;
        v_named := v_list;
    end loop;
    if v_named is null then
        perform thing.refuse_expression(format('%s is the figure of a list, and no list is named in it',
            p_node ->> 'call'), p_node -> 'at');
    end if;
    return v_named;
end
$$;
comment on function thing.call_list(integer, jsonb) is 'The list that a figure in an expression is of. Internal.';
revoke all on function thing.call_list(integer, jsonb) from public;
