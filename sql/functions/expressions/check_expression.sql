-- A parsed expression (thing.parse_expression) over the things of a class as it is kept: every node with the kind of
-- its values ("type"), fields by their columns. p_path: ids of the computed fields that it is worked out for. p_list:
-- the list that it is a figure of (thing.call_list): its things' fields are {"item": [...]}. Runs
-- inside the tenant's schema. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.check_expression(
    p_class_id integer, p_node jsonb, p_path integer[], p_list jsonb default null)
returns jsonb
language plpgsql
as $$
declare
    v_name text := p_node ->> 'call';
    v_arguments jsonb := '[]';
    v_argument jsonb;
    v_kind text;
    v_figure boolean;
    v_list jsonb;
    v_where jsonb;
    v_bad record;
begin
    if p_node ? 'number' then
        return p_node - 'at' || jsonb_build_object('type', case when p_node ->> 'number' like '%.%' then 'decimal'
                                                                else 'integer' end);
    elsif p_node ? 'text' then
        return p_node - 'at' || '{"type": "text"}';
    elsif p_node ? 'constant' then
        return p_node - 'at' || jsonb_build_object('type', case p_node ->> 'constant' when 'null' then 'null'
                                                                else 'boolean' end);
    elsif p_node ? 'names' then
        return thing.check_names(p_class_id, p_node, p_path, p_list);
    end if;
    v_figure := exists (select from thing.expression_functions f where f.name = v_name and f.over_list);
    if v_figure and p_list is not null then
        perform thing.refuse_expression('a figure of a list is not part of another', p_node -> 'at',
            'Make it a computed field of the things of the list.');
    elsif v_figure then
        v_list := thing.call_list(p_class_id, p_node);
    end if;
    for v_argument in select a.value from jsonb_array_elements(p_node -> 'arguments') with ordinality a
                       order by a.ordinality loop
        v_arguments := v_arguments || jsonb_build_array(thing.check_expression(p_class_id, v_argument, p_path,
            coalesce(v_list, p_list)));
    end loop;
    if p_node ? 'where' and v_figure then
        v_where := thing.check_expression(p_class_id, p_node -> 'where', p_path, v_list);
        if v_where ->> 'type' <> 'boolean' then
            perform thing.refuse_expression('what follows "where" must be true or false', p_node #> '{where,at}');
        end if;
    elsif p_node ? 'where' then
        perform thing.refuse_expression('only the figures of a list have a condition', p_node -> 'at');
    end if;
    if v_name = 'case' then
        select a.ordinality, a.value into v_bad
          from jsonb_array_elements(v_arguments) with ordinality a
         where a.ordinality % 2 = 1 and a.ordinality < jsonb_array_length(v_arguments)
           and a.value ->> 'type' <> 'boolean'
         limit 1;
        if found then
            perform thing.refuse_expression('what follows "when" must be true or false',
                p_node -> 'arguments' -> (v_bad.ordinality - 1)::integer -> 'at');
        end if;
        v_kind := thing.common_kind(array(
            select a.value ->> 'type' from jsonb_array_elements(v_arguments) with ordinality a
             where a.ordinality % 2 = 0 or a.ordinality = jsonb_array_length(v_arguments)));
        if v_kind is null then
            perform thing.refuse_expression('the values of a case must be of one kind', p_node -> 'at');
        end if;
    else
        select f.kind into v_kind from thing.expression_function(v_name, v_arguments) f;
        if not found then
            perform thing.refuse_expression(case
                when not exists (select from thing.expression_functions f where f.name = v_name)
                then format('function %s does not exist', v_name)
                else format('%s does not take (%s)', v_name, (
                    select string_agg(a.value ->> 'type', ', ' order by a.ordinality)
                      from jsonb_array_elements(v_arguments) with ordinality a)) end, p_node -> 'at',
                coalesce('It takes ' || (
                    select string_agg(format('(%s)', array_to_string(f.arguments, ', ')
                               || case when f.repeats then ', ...' else '' end), ' or ' order by f.position)
                      from thing.expression_functions f where f.name = v_name) || '.',
                    'thing.expression_functions lists the functions.'));
        end if;
    end if;
    return jsonb_strip_nulls(jsonb_build_object('call', v_name, 'arguments', v_arguments, 'type', v_kind,
               'list', v_list - 'names', 'where', v_where));
end
$$;
comment on function thing.check_expression(integer, jsonb, integer[], jsonb) is
    'A parsed expression over a class as it is kept. Internal.';
revoke all on function thing.check_expression(integer, jsonb, integer[], jsonb) from public;
