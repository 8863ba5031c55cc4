-- The types or categories that a custom rule of fields claims exist, and its function takes their values:
-- trial-compiled for each.
-- Errors: TB023 UNKNOWN_TYPE, TB025 INVALID_RULE.
create or replace function thing.check_custom_types(p_name text, p_applies_to text[], p_predicate text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type record;
    v_unknown text;
begin
    select a into v_unknown
      from unnest(p_applies_to) a
     where a <> '*'
       and not exists (select from thing.field_types t where a in (t.name, t.category) and t.pg_type is not null)
     limit 1;
    if v_unknown is not null then
        perform thing.fail('UNKNOWN_TYPE', format('field type or category %s does not exist', v_unknown),
            jsonb_build_object('type', v_unknown));
    end if;
    for v_type in
        select t.name, thing.column_type(t.name,
                   case when t.params ? 'dimensions' then '{"dimensions": 3}'
                        when t.params ? 'values' then '{"values": ["a"]}' else '{}' end::jsonb) as sql
          from thing.field_types t
         where p_applies_to && array['*', t.name, t.category] and t.pg_type is not null
           and (t.extension is null or thing.extension_schema(t.extension) is not null)
    loop
        begin
            execute format('select %s from (select null::%s as value) as new',
                thing.render(p_predicate, '{"value": "new.value", "argument": "null::jsonb"}'), v_type.sql);
        exception when undefined_function or datatype_mismatch or ambiguous_function then
            perform thing.fail('INVALID_RULE',
                format('rule %s: its function does not take values of type %s (%s)', p_name, v_type.name, v_type.sql),
                jsonb_build_object('rule', p_name, 'type', v_type.name));
        end;
    end loop;
end
$$;
comment on function thing.check_custom_types(text, text[], text) is
    'Check the types that a custom rule claims to fit. Internal.';
revoke all on function thing.check_custom_types(text, text[], text) from public;
