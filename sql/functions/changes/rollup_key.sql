-- A key of a rollup as it was asked for: "status", "customer.country" or {path, by?, zone?, name?}; checked, with the
-- field that holds it. Runs inside the tenant's schema. Errors: TB020 INVALID_CHANGE, TB022 UNKNOWN_FIELD.
create or replace function thing.rollup_key(p_class_id integer, p_item jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_item jsonb := case jsonb_typeof(p_item) when 'string' then jsonb_build_object('path', p_item) else p_item end;
    v_path integer[];
    v_field record;
    v_part thing.date_parts;
begin
    if jsonb_typeof(v_item) <> 'object' or jsonb_typeof(v_item -> 'path') is distinct from 'string' then
        perform thing.fail('INVALID_CHANGE', 'a key is the name of a field, or an object with path, by, zone, name',
            p_item);
    end if;
    perform thing.check_keys(v_item, '{path,by,zone,name}', 'a key of groupBy');
    v_path := thing.rollup_path(p_class_id, v_item ->> 'path');
    select f.name, f.type, f.params, t.category, c.name as target into v_field
      from thing_class_fields f
      join thing.field_types t on t.name = f.type
      left join thing_classes c on c.id = f.target_id
     where f.id = v_path[cardinality(v_path)];
    if v_item ? 'by' then
        select p.* into v_part from thing.date_parts p where p.name = v_item ->> 'by';
        if not found or v_field.type not in ('date', 'datetime') or v_field.type = 'date' and v_item ? 'zone' then
            perform thing.fail('INVALID_CHANGE', format(
                'by is a part of a date or datetime, zone one of a datetime; %s is of type %s', v_field.name,
                v_field.type),
                jsonb_build_object('parts', (select jsonb_agg(p.name order by p.position) from thing.date_parts p)));
        elsif v_field.type = 'datetime' and not v_item ? 'zone' then
            v_item := v_item || '{"zone": "UTC"}';
        end if;
        if v_item ? 'zone' and not exists (select from pg_timezone_names z where z.name = v_item ->> 'zone') then
            perform thing.fail('INVALID_CHANGE', format('%s is not a time zone', v_item -> 'zone'), p_item);
        end if;
    elsif v_field.type = 'references' or v_field.type = 'float' or v_field.category not in ('text', 'number', 'boolean',
            'date', 'time', 'datetime', 'uuid', 'select', 'reference') or v_field.type = 'reference'
          and v_field.target is null then
        perform thing.fail('INVALID_CHANGE', format('a rollup cannot be grouped by %s, of type %s', v_field.name,
            v_field.type), p_item);
    end if;
    return jsonb_strip_nulls(jsonb_build_object('path', to_jsonb(v_path), 'by', v_item -> 'by',
        'zone', v_item -> 'zone',
        'definition', jsonb_build_object(
            'name', coalesce(v_item ->> 'name', thing.joined_name(v_item ->> 'path', lower(v_item ->> 'by'))),
            'type', case when v_item ? 'by' then v_part.type when v_field.category = 'select' then 'text'
                         when v_field.category = 'text' then 'text' else v_field.type end,
            'params', case when v_item ? 'by' or v_field.category in ('select', 'reference') then '{}'
                           else v_field.params end,
            'target', v_field.target)));
end
$$;
comment on function thing.rollup_key(integer, jsonb) is 'Check a key of a rollup. Internal.';
revoke all on function thing.rollup_key(integer, jsonb) from public;
