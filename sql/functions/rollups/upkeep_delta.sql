-- How a kept field follows from what it was and the rows of its list that come (_s 1) and go (_s -1), which are called
-- _x: "figures" are columns over them (_v, _l and the field's id), "value" is made of these (_d) and the thing (_p).
-- Null: it has to be worked out again. Counts, and sums of decimals without bounds, are added to. Least and greatest
-- values, "any" and "all" are worked out again only where one goes that decides them, which gives the same however
-- often it is done; so one statement may insert, update and delete, in any order. Runs inside the tenant's schema.
create or replace function thing.upkeep_delta(p_field_id integer, out figures text, out value text)
language plpgsql
stable
as $$
declare
    v_field record;
    v_node jsonb;
    v_value text;
    v_where text;
    v_full text;
    v_came text;
    v_left text;
begin
    select f.id, quote_ident(f.physical_name) as name, f.type, f.params, f.expression,
           f.params ? 'precision' as bounded into v_field
      from thing_class_fields f where f.id = p_field_id;
    v_node := v_field.expression -> 'tree';
    if v_node ->> 'call' = 'coalesce' and v_node #> '{arguments,0,list}' is not null
       and v_node #>> '{arguments,0,call}' = 'sum' and v_node #>> '{arguments,1,number}' = '0' then
        v_node := v_node #> '{arguments,0}' || '{"filled": true}';
    end if;
    if not v_node ? 'list' or v_node #>> '{list,kind}' <> 'reference' or v_node ->> 'type' = 'text'
       or v_node ->> 'call' = 'avg' then
        return;
    end if;
    v_value := thing.expression_sql(v_node #> '{arguments,0}', '_x', 1, '_x');
    v_where := coalesce(' and ' || thing.expression_sql(v_node -> 'where', '_x', 1, '_x'), '');
    v_full := thing.computed_sql(v_field.type, v_field.params, v_field.expression, '_p');
    v_came := format('filter (where _x._s > 0%s) as _v%s', v_where, p_field_id);
    v_left := format('filter (where _x._s < 0%s) as _l%s', v_where, p_field_id);
    if v_node ->> 'call' in ('count', 'sum') then
        if v_field.bounded or v_field.type <> 'decimal' and (v_field.type not in ('integer', 'bigint')
                                                             or v_node ->> 'call' = 'sum') then
            return;
        end if;
        figures := format('coalesce(sum(_x._s%s) filter (where true%s), 0) as _v%s',
            ' * ' || nullif(v_value, ''), v_where, p_field_id);
        value := thing.result_sql(v_field.type, v_field.params,
            format('coalesce(_p.%s, 0)::numeric + _d._v%s', v_field.name, p_field_id));
        if v_node ->> 'call' = 'sum' and not v_node ? 'filled' then
            value := format('case when exists %s where _v is not null) then %s end',
                left(thing.list_sql(v_node, '_p', 1, '_v'), -1), value);
        end if;
    elsif v_node ->> 'call' in ('min', 'max') then
        figures := format('%1$s(%2$s) %3$s, %1$s(%2$s) %4$s', v_node ->> 'call', v_value, v_came, v_left);
        value := format('case when _p.%1$s is null or %2$s %3$s _p.%1$s then %4$s else %5$s(_p.%1$s, %6$s) end',
            v_field.name, thing.result_sql(v_field.type, v_field.params, '_d._l' || p_field_id),
            case v_node ->> 'call' when 'max' then '>=' else '<=' end, v_full,
            case v_node ->> 'call' when 'max' then 'greatest' else 'least' end,
            thing.result_sql(v_field.type, v_field.params, '_d._v' || p_field_id));
    elsif v_node ->> 'call' = 'any' then
        figures := format('bool_or(%1$s) %2$s, bool_or(%1$s) %3$s', v_value, v_came, v_left);
        value := format('case when _d._l%1$s then %2$s else _p.%3$s or coalesce(_d._v%1$s, false) end', p_field_id,
            v_full, v_field.name);
    elsif v_node ->> 'call' = 'all' then
        figures := format('bool_and(%1$s) %2$s, bool_or(not %1$s) %3$s', v_value, v_came, v_left);
        value := format('case when _d._l%1$s then %2$s else _p.%3$s and coalesce(_d._v%1$s, true) end', p_field_id,
            v_full, v_field.name);
    end if;
end
$$;
comment on function thing.upkeep_delta(integer) is 'How a kept field follows from what it was. Internal.';
revoke all on function thing.upkeep_delta(integer) from public;
