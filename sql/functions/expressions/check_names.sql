-- Names in an expression as it keeps them: a path (thing.check_path); of names that begin with the list that it is a
-- figure of (thing.call_list), what follows: {"item": ["<class id>:<column>", ...], "type"}, [] for the list itself.
-- Runs inside the tenant's schema. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.check_names(p_class_id integer, p_node jsonb, p_path integer[], p_list jsonb)
returns jsonb
language plpgsql
as $$
declare
    v_count integer := jsonb_array_length(p_list -> 'names');
    v_rest jsonb;
    v_leaf jsonb;
begin
    if v_count is null or exists (select from jsonb_array_elements(p_list -> 'names') with ordinality n
                                   where p_node -> 'names' -> (n.ordinality - 1)::integer is distinct from n.value) then
        return thing.check_path(p_class_id, p_node, p_path);
    end if;
    v_rest := (select coalesce(jsonb_agg(n.value order by n.ordinality), '[]')
                 from jsonb_array_elements(p_node -> 'names') with ordinality n where n.ordinality > v_count);
    if v_rest = '[]' then
        return '{"item": [], "type": "list"}';
    end if;
    v_leaf := thing.check_path((p_list ->> 'class')::integer, p_node || jsonb_build_object('names', v_rest), p_path);
    return jsonb_build_object('item', v_leaf -> 'path', 'type', v_leaf -> 'type');
end
$$;
comment on function thing.check_names(integer, jsonb, integer[], jsonb) is
    'Names in an expression as it keeps them. Internal.';
revoke all on function thing.check_names(integer, jsonb, integer[], jsonb) from public;
