-- The default {"sequence": pattern, gapless?, name?, zone?} of a field as SQL; null for any other default. As
-- PostgreSQL writes it, so that thing.check sees that it is the same. Errors: TB028 INVALID_DEFAULT.
create or replace function thing.sequence_sql(p_type text, p_default jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_pattern text := p_default ->> 'sequence';
    v_bare text := replace(replace(replace(v_pattern, '{year}', ''), '{month}', ''), '{day}', '');
    v_zone text := coalesce(p_default ->> 'zone', 'UTC');
    v_counter text := thing.counter_name(p_default);
    v_problem text;
    v_sql text;
begin
    if not thing.is_sequence(p_type, p_default) then
        return null;
    end if;
    v_problem := case
        when p_type not in ('text', 'integer', 'bigint') then 'takes no sequence: it must be text, integer or bigint'
        when jsonb_typeof(p_default -> 'sequence') <> 'string' or length(v_pattern) > 100
          or v_bare !~ '^[^{}\\]*\{0{1,11}\}[^{}\\]*$'
            then 'has a sequence that is not like "INV-{year}-{000000}": a text with 1 to 11 zeros in braces once, and '
                 'with {year}, {month} and {day} where it begins again'
        when p_type <> 'text' and v_pattern !~ '^\{0+\}$' then 'has a sequence that is a text; of numbers it is {0}'
        when v_pattern ~ '\{day\}' and v_pattern !~ '\{month\}' or v_pattern ~ '\{month\}' and v_pattern !~ '\{year\}'
            then 'has a sequence that would give a number twice: {day} needs {month}, and {month} needs {year}'
        when p_default - array['sequence', 'gapless', 'name', 'zone'] <> '{}'
            then 'takes sequence, gapless, name and zone'
        when jsonb_typeof(coalesce(p_default -> 'gapless', 'true')) <> 'boolean' then 'takes true or false for gapless'
        when jsonb_typeof(coalesce(p_default -> 'name', '""')) <> 'string' or length(p_default ->> 'name') > 100
            then 'takes a text of at most 100 characters for name'
        when p_default ? 'zone' and not exists (select from pg_timezone_names z where z.name = p_default ->> 'zone')
            then 'has a zone that is not known' end;
    if v_problem is not null then
        perform thing.fail('INVALID_DEFAULT', format('the default of a field of type %s %s', p_type, v_problem),
            jsonb_build_object('type', p_type, 'default', p_default));
    end if;
    v_sql := case
        when p_default -> 'gapless' = 'true' then format(
            'thing.gapless_number(''thing_numbers''::regclass, %L::text, %L::text, %L::text)', v_counter, v_pattern,
            v_zone)
        when strpos(v_pattern, '{year}') > 0 then format(
            'thing.number_of_period(nextval(''%1$s''::regclass), ''%1$s''::regclass, %2$L::text, %3$L::text)',
            v_counter, v_pattern, v_zone)
        else format('nextval(''%s''::regclass)', v_counter) end;
    return case p_type when 'text' then format('thing.number_text(%s, %L::text)', v_sql, v_pattern)
                       when 'integer' then format('(%s)::integer', v_sql) else v_sql end;
end
$$;
comment on function thing.sequence_sql(text, jsonb) is 'A default that counts up, as SQL; null: another. Internal.';
revoke all on function thing.sequence_sql(text, jsonb) from public;
