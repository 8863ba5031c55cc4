-- A figure of a rollup as it was asked for: "count" or {function, path?, name?}; checked, with the field that holds it.
-- Runs inside the tenant's schema. Errors: TB020 INVALID_CHANGE, TB022 UNKNOWN_FIELD.
create or replace function thing.rollup_figure(p_class_id integer, p_item jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_item jsonb := case p_item when '"count"' then '{"function": "count"}' else p_item end;
    v_function text := v_item ->> 'function';
    v_path integer[];
    v_field record;
begin
    if jsonb_typeof(v_item) <> 'object' or v_function is null
       or jsonb_typeof(v_item -> 'path') is distinct from (case when v_function <> 'count' or v_item ? 'path'
                                                                then 'string' end) then
        perform thing.fail('INVALID_CHANGE', 'an aggregate is "count", or an object with function, path, name', p_item);
    end if;
    perform thing.check_keys(v_item, '{function,path,name}', 'an aggregate');
    v_path := thing.rollup_path(p_class_id, v_item ->> 'path');
    select f.name, f.type, f.params, t.category into v_field
      from thing_class_fields f
      join thing.field_types t on t.name = f.type
     where f.id = v_path[cardinality(v_path)];
    if not (case
        when v_function = 'count' then v_path is null or v_field.type <> 'references'
        when v_function in ('sum', 'avg') then v_field.type in ('integer', 'bigint', 'decimal', 'float')
        when v_function in ('min', 'max') then v_field.category in ('text', 'number', 'date', 'time', 'datetime')
        else false end) then
        perform thing.fail('INVALID_CHANGE', format('%s of %s (%s) cannot be kept', v_function,
            coalesce(v_field.name, 'things'), coalesce(v_field.type, 'all')), p_item);
    end if;
    return jsonb_strip_nulls(jsonb_build_object('function', v_function, 'path', to_jsonb(v_path),
        'definition', jsonb_build_object(
            'name', coalesce(v_item ->> 'name', thing.joined_name(concat_ws('.', v_function, v_item ->> 'path'), null)),
            'type', case when v_function = 'count' then 'bigint'
                         when v_function in ('min', 'max') then case v_field.category when 'text' then 'text'
                             else v_field.type end
                         when v_field.type = 'float' then 'float'
                         when v_function = 'sum' and v_field.type = 'integer' then 'bigint'
                         else 'decimal' end,
            'params', case when v_function in ('min', 'max') then v_field.params else '{}' end)));
end
$$;
comment on function thing.rollup_figure(integer, jsonb) is 'Check a figure of a rollup. Internal.';
revoke all on function thing.rollup_figure(integer, jsonb) from public;
