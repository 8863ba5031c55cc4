-- Checks one argument of a rule, or one parameter of a type, against its schema (see sql/21_rules.sql) and returns it
-- canonical. p_type, p_params: the field the rule stands on; p_fields: the class (thing.class_fields), for class rules.
-- Errors: TB025 INVALID_RULE, TB026 UNSAFE_PATTERN.
create or replace function thing.check_argument(
    p_where text, p_schema jsonb, p_argument jsonb, p_type text, p_params jsonb, p_fields jsonb)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_kind text := p_schema ->> 'kind';
    v_is text := jsonb_typeof(p_argument);
    v_text text := p_argument #>> '{}';
    v_choices text[] := case jsonb_typeof(p_schema -> 'choices')
        when 'array' then array(select jsonb_array_elements_text(p_schema -> 'choices'))
        when 'object' then array(select jsonb_object_keys(p_schema -> 'choices')) end;
    v_problem text;
begin
    if v_kind = 'object' then
        return thing.check_keys_of(p_where, p_schema, p_argument, p_type, p_params, p_fields);
    elsif v_kind = 'condition' then
        return thing.check_condition(p_where, p_argument, p_fields);
    elsif v_kind = 'value' then
        return thing.check_value_argument(p_where, p_schema, p_argument, p_type);
    elsif v_kind in ('values', 'choices', 'fields', 'names')
       and (v_is <> 'array' or p_argument = '[]' or jsonb_array_length(p_argument) > 1000) then
        v_problem := 'takes a list of 1 to 1000 items';
    elsif v_kind = 'values' then
        return (select jsonb_agg(thing.check_value_argument(p_where, p_schema, i.item, p_type) order by i.n)
                  from jsonb_array_elements(p_argument) with ordinality as i (item, n));
    else
        v_problem := case v_kind
            when 'flag' then case when p_argument <> 'true' then 'takes true' end
            when 'integer' then case when v_is <> 'number' or v_text::numeric % 1 <> 0
                or v_text::numeric not between (p_schema ->> 'min')::numeric and (p_schema ->> 'max')::numeric
                then format('takes a whole number from %s to %s', p_schema ->> 'min', p_schema ->> 'max') end
            when 'number' then case when v_is <> 'number' then 'takes a number' end
            when 'choice' then case when v_is <> 'string' or v_text <> all (v_choices) then 'takes one of '
                                        || array_to_string(v_choices, ', ') end
            when 'choices' then case when exists (select from jsonb_array_elements(p_argument) i
                                                   where jsonb_typeof(i) <> 'string' or i #>> '{}' <> all (v_choices))
                then 'takes a list of ' || array_to_string(v_choices, ', ') end
            when 'names' then case when exists (
                    select from jsonb_array_elements(p_argument) i
                     where jsonb_typeof(i) <> 'string'
                        or i #>> '{}' !~ '^[A-Za-z][A-Za-z0-9_]{0,199}$|^_[A-Za-z0-9][A-Za-z0-9_]{0,198}$'
                        or i #>> '{}' in ('true', 'false', 'null'))
                    or not thing.unique_items(p_argument)
                then 'takes a list of different names made of letters, digits and underscores (and none of true, '
                     'false, null)' end
            when 'format' then case when v_is <> 'string'
                                      or not exists (select from thing.formats f where f.name = v_text)
                then 'takes one of ' || (select string_agg(f.name, ', ' order by f.name) from thing.formats f) end
            when 'collation'
                 then case when v_is <> 'string'
                           then 'takes the name of a collation: "binary", "natural" or a locale like "nb-NO"' end
            when 'language' then case when v_is <> 'string'
                                          or not exists (select from pg_ts_config k where k.cfgname = v_text
                                                            and k.cfgnamespace = 'pg_catalog'::regnamespace)
                then 'takes one of ' || (select string_agg(k.cfgname, ', ' order by k.cfgname) from pg_ts_config k
                                          where k.cfgnamespace = 'pg_catalog'::regnamespace) end
            when 'pattern' then case when v_is <> 'string' then 'takes a regular expression' end
            when 'field' then case when v_is <> 'string' or not p_fields ? v_text then format(
                'names %s, which is not a field of the class', p_argument) end
            when 'fields' then case when exists (select from jsonb_array_elements(p_argument) i
                                                  where jsonb_typeof(i) <> 'string' or not p_fields ? (i #>> '{}'))
                then format('names %s: not all are fields of the class', p_argument) end
            when 'json' then null
        end;
    end if;
    if v_problem is not null then
        perform thing.fail('INVALID_RULE', format('%s %s', p_where, v_problem),
            jsonb_build_object('argument', p_argument));
    elsif v_kind = 'collation' then
        perform thing.collation_of(v_text);
        return nullif(p_argument, '"default"');
    elsif v_kind = 'pattern' then
        perform thing.check_pattern(v_text);
    end if;
    return case when v_kind = 'integer' then to_jsonb(v_text::numeric::integer) else p_argument end;
end
$$;
comment on function thing.check_argument(text, jsonb, jsonb, text, jsonb, jsonb) is
    'Check an argument against its schema and return it canonical. Internal.';
revoke all on function thing.check_argument(text, jsonb, jsonb, text, jsonb, jsonb) from public;
