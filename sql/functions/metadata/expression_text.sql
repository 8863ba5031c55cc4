-- A checked or parsed expression as text again, with the names that fields have now. p_least: how strongly an operator
-- must bind to stand here without parentheses. p_list: what the list is called that it is a figure of. Runs inside the
-- tenant's schema.
create or replace function thing.expression_text(p_node jsonb, p_least integer default 1, p_list text default '')
returns text
language plpgsql
stable strict
as $$
declare
    v_name text := p_node ->> 'call';
    v_arguments jsonb := p_node -> 'arguments';
    v_binds integer;
    v_text text;
    v_list text := case when p_node ? 'list' then thing.list_text(p_node -> 'list') else p_list end;
begin
    if p_node ? 'number' then
        return p_node ->> 'number';
    elsif p_node ? 'text' then
        return '''' || replace(p_node ->> 'text', '''', '''''') || '''';
    elsif p_node ? 'constant' then
        return p_node ->> 'constant';
    elsif p_node ?| '{path,names}' then
        return thing.path_text(coalesce(p_node -> 'path', p_node -> 'names'), p_node ? 'names');
    elsif p_node ? 'item' then
        return concat_ws('.', p_list, nullif(thing.path_text(p_node -> 'item', false), ''));
    elsif v_name = 'case' then
        return 'case ' || (
            select string_agg(case when a.ordinality % 2 = 0 then 'then '
                       when a.ordinality = jsonb_array_length(v_arguments) then 'else ' else 'when ' end
                       || thing.expression_text(a.value, 1, v_list), ' ' order by a.ordinality)
              from jsonb_array_elements(v_arguments) with ordinality a) || ' end';
    end if;
    v_binds := case v_name when 'not' then 3 when 'negative' then 7 when 'is null' then 4
        else thing.expression_operator(jsonb_build_object('kind', 'sign', 'value', v_name)) end;
    if v_binds is null then
        return format('%s(%s%s)', v_name, (
            select string_agg(thing.expression_text(a.value, 1, v_list), ', ' order by a.ordinality)
              from jsonb_array_elements(v_arguments) with ordinality a),
            ' where ' || thing.expression_text(p_node -> 'where', 1, v_list));
    end if;
    v_text := case v_name
        when 'not' then 'not ' || thing.expression_text(v_arguments -> 0, 3, v_list)
        when 'negative' then '-' || thing.expression_text(v_arguments -> 0, 7, v_list)
        when 'is null' then thing.expression_text(v_arguments -> 0, 5, v_list) || ' is null'
        when 'in' then format('%s in (%s)', thing.expression_text(v_arguments -> 0, 5, v_list), (
            select string_agg(thing.expression_text(a.value, 1, v_list), ', ' order by a.ordinality)
              from jsonb_array_elements(v_arguments - 0) with ordinality a))
        else format('%s %s %s', thing.expression_text(v_arguments -> 0, v_binds + (v_binds = 4)::integer, v_list),
            v_name, thing.expression_text(v_arguments -> 1, v_binds + 1, v_list)) end;
    return case when v_binds < p_least then format('(%s)', v_text) else v_text end;
end
$$;
comment on function thing.expression_text(jsonb, integer, text) is 'A checked expression as text. Internal.';
revoke all on function thing.expression_text(jsonb, integer, text) from public;
