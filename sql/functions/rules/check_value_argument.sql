-- Checks an argument that is a value of the field's own type (min, oneOf, ...), or a date relative to now where the
-- schema allows it. A point in time without a zone is taken as UTC, so that it means the same in every session. Errors:
-- TB025 INVALID_RULE.
create or replace function thing.check_value_argument(p_where text, p_schema jsonb, p_argument jsonb, p_type text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types := thing.field_type(p_type);
    v_item text := case when v_type.category = 'select' or v_type.item = 'select' then 'text'
                        else coalesce(v_type.item, p_type) end;
    v_argument jsonb := p_argument;
    v_text text := p_argument #>> '{}';
    v_problem text;
begin
    if (p_schema ->> 'relative')::boolean and thing.moment_sql(v_text, p_type) is not null then
        -- "-P18Y" in full, so that the message says since when.
        return case when v_text ~ '^[+-]' then to_jsonb(case p_type when 'date' then 'today' else 'now' end || v_text)
                    else p_argument end;
    elsif p_type = 'datetime' and v_text ~ '^\d{4}-\d\d-\d\d$' then
        v_argument := to_jsonb(v_text || 'T00:00:00Z');
    elsif p_type = 'datetime' and v_text ~ '^\d{4}-\d\d-\d\d[Tt][0-9:.]+$' then
        v_argument := to_jsonb(v_text || 'Z');
    end if;
    v_problem := case when v_argument = 'null' then 'takes no null'
                      else thing.check_value(v_item, '{}', v_argument) end;
    if v_problem is null and (
        -- Words that the casts of PostgreSQL take ("infinity", "NaN", "yesterday") are not bounds.
        (v_type.category = 'number' and v_text !~ '^[-+0-9.eE]+$')
        or (v_type.category in ('date', 'time', 'datetime') and v_text !~ '^[-+0-9:.TZtz ]+$')
        or case when p_schema ? 'positive' then v_text::numeric <= 0 else false end)
    then
        v_problem := case when p_schema ? 'positive' then 'must be greater than 0'
                          else 'must be ' || v_type.expects end;
    end if;
    if v_problem is not null then
        perform thing.fail('INVALID_RULE', format('%s: the argument %s %s', p_where, p_argument, v_problem),
            jsonb_build_object('argument', p_argument, 'type', p_type));
    end if;
    return v_argument;
end
$$;
comment on function thing.check_value_argument(text, jsonb, jsonb, text) is
    'Check a rule argument that is a value of the field''s type. Internal.';
revoke all on function thing.check_value_argument(text, jsonb, jsonb, text) from public;
