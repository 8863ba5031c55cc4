-- The predicate of one rule, its template filled in; null for a rule that a native constraint alone holds. A rule of a
-- list's items gives what must hold of the whole list. (Of items a format is its pattern and its length; p_field has
-- "item" for one.) p_field: {type, params, value} of the field the rule stands on ("value" is the SQL of its value),
-- null for class rules; p_fields: all fields of the class. p_argument is canonical. Errors: TB027 EXTENSION_MISSING,
-- TB034 DEPENDENCY.
create or replace function thing.rule_sql(p_rule text, p_argument jsonb, p_field jsonb, p_fields jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rule thing.rules;
    v_field jsonb := coalesce(p_field, p_fields -> (p_argument ->> 'field'));
    v_type thing.field_types;
    v_single thing.field_types;     -- what arguments are of: of a list, its items
    v_values jsonb;
    v_kind text;
begin
    select * into strict v_rule from thing.rules r where r.name = p_rule;
    v_kind := v_rule.argument ->> 'kind';
    if v_field is not null then
        v_type := thing.field_type(v_field ->> 'type');
        v_single := case when v_type.item is null then v_type else thing.field_type(v_type.item) end;
    end if;
    if v_kind = 'object' then
        select jsonb_object_agg(k.key, thing.argument_sql(k.value, p_argument -> k.key, v_single, p_fields))
          into v_values
          from jsonb_each(v_rule.argument -> 'keys') k;
    elsif v_kind = 'format' then
        select jsonb_build_object('pattern', quote_literal(f.pattern), 'limit', f.max_length,
                   'condition', coalesce(' and ' || replace(case when not v_field ? 'item' then f.condition end,
                       '{value}', v_field ->> 'value'), '')) into v_values
          from thing.formats f where f.name = p_argument #>> '{}';
    else
        v_values := jsonb_build_object('argument', thing.argument_sql(v_rule.argument, p_argument, v_single, p_fields));
    end if;
    v_values := v_values || jsonb_build_object('value', v_field ->> 'value');
    if v_type.extension is not null then
        v_values := v_values || jsonb_build_object('schema', thing.extension_schema(v_type.extension));
    end if;
    return thing.render(
        coalesce(v_rule.predicates ->> v_type.name, v_rule.predicates ->> v_type.category, v_rule.predicate), v_values);
end
$$;
comment on function thing.rule_sql(text, jsonb, jsonb, jsonb) is 'The predicate of one rule as SQL. Internal.';
revoke all on function thing.rule_sql(text, jsonb, jsonb, jsonb) from public;
