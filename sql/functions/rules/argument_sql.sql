-- A canonical argument as SQL. p_type: the field's type; p_fields: the class, for class rules. Nothing of a tenant's
-- text comes through but as a quoted literal, and names only as columns of p_fields. Errors: TB034 DEPENDENCY when a
-- field is gone.
create or replace function thing.argument_sql(
    p_schema jsonb, p_argument jsonb, p_type thing.field_types, p_fields jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_kind text := p_schema ->> 'kind';
    v_text text := p_argument #>> '{}';
    v_base text;
begin
    if p_argument is null then
        return p_schema ->> 'default';
    elsif v_kind = 'flag' then
        return 'true';
    elsif v_kind = 'integer' then
        return v_text::integer::text;
    elsif v_kind in ('pattern', 'format') then
        return quote_literal(v_text);
    elsif v_kind = 'number' then
        return format('%L::double precision', v_text);
    elsif v_kind = 'json' then
        return format('%L::jsonb', p_argument);
    elsif v_kind in ('value', 'values') then
        -- The base type: a modifier would round the bound.
        v_base := p_type.pg_type;
        if v_base like '%{%' then
            v_base := thing.render(v_base, jsonb_build_object('schema', thing.extension_schema(p_type.extension)));
        end if;
        if v_kind = 'values' then
            return format('%L::%s[]', array(select jsonb_array_elements_text(p_argument)), v_base);
        end if;
        return coalesce(thing.moment_sql(v_text, p_type.name), format('%L::%s', v_text, v_base));
    elsif v_kind = 'choice' then
        return case jsonb_typeof(p_schema -> 'choices') when 'object' then p_schema -> 'choices' ->> v_text
                    else quote_literal(v_text) end;
    elsif v_kind = 'choices' then
        return format('array[%s]',
                   (select string_agg(p_schema -> 'choices' ->> c, ', ') from jsonb_array_elements_text(p_argument) c));
    elsif v_kind = 'condition' then
        return thing.condition_sql(p_argument, p_fields);
    end if;
    perform thing.check_named_fields(p_argument, p_fields);   -- field, fields
    if v_kind = 'field' then
        return p_fields -> v_text ->> 'value';
    end if;
    return format('jsonb_build_object(%s)', (
        select string_agg(format('%L, %s', n, thing.to_json_sql(p_fields -> n ->> 'type', p_fields -> n -> 'params',
                   p_fields -> n ->> 'value')), ', ')
          from jsonb_array_elements_text(p_argument) n));
end
$$;
comment on function thing.argument_sql(jsonb, jsonb, thing.field_types, jsonb) is
    'A canonical argument of a rule as SQL. Internal.';
revoke all on function thing.argument_sql(jsonb, jsonb, thing.field_types, jsonb) from public;
