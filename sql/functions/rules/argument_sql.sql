-- A canonical argument as SQL. p_type: the field's type; p_fields: the class, for class rules. Nothing of a tenant's text comes
-- through but as a quoted literal, and names only as columns of p_fields. Errors: TB034 DEPENDENCY when a field is gone.
create or replace function thing.argument_sql(p_schema jsonb, p_argument jsonb, p_type text, p_fields jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_text text := p_argument #>> '{}';
    v_base text;
begin
    if p_schema ->> 'kind' in ('value', 'values') then
        -- The base type: a modifier would round the bound.
        select case t.category when 'list' then 'text' else thing.render(t.pg_type, thing.type_placeholders(t, '{}')) end
          into v_base from thing.field_types t where t.name = p_type;
    elsif p_schema ->> 'kind' in ('field', 'fields') and p_argument is not null then
        perform thing.check_named_fields(p_argument, p_fields);
    end if;
    return case when p_argument is null then p_schema ->> 'default' else
        case p_schema ->> 'kind'
            when 'flag' then v_text
            when 'integer' then v_text
            when 'number' then format('%L::double precision', v_text)
            when 'value' then coalesce(thing.moment_sql(v_text, p_type), format('%L::%s', v_text, v_base))
            when 'values' then format('%L::%s[]', array(select jsonb_array_elements_text(p_argument)), v_base)
            when 'choice' then case jsonb_typeof(p_schema -> 'choices') when 'object' then p_schema -> 'choices' ->> v_text else quote_literal(v_text) end
            when 'choices' then 'array[' || (select string_agg(p_schema -> 'choices' ->> c, ', ') from jsonb_array_elements_text(p_argument) c) || ']'
            when 'pattern' then quote_literal(v_text)
            when 'format' then quote_literal(v_text)
            when 'json' then format('%L::jsonb', p_argument)
            when 'field' then p_fields -> v_text ->> 'value'
            when 'fields' then 'jsonb_build_object(' || (
                select string_agg(format('%L, %s', n, thing.to_json_sql(p_fields -> n ->> 'type', p_fields -> n ->> 'value')), ', ')
                  from jsonb_array_elements_text(p_argument) n) || ')'
            when 'condition' then thing.condition_sql(p_argument, p_fields)
        end
    end;
end
$$;
comment on function thing.argument_sql(jsonb, jsonb, text, jsonb) is 'A canonical argument of a rule as SQL. Internal.';
revoke all on function thing.argument_sql(jsonb, jsonb, text, jsonb) from public;
