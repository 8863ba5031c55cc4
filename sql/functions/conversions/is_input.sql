-- Whether a text is valid input of a type; never raises. (PostgreSQL 16 has pg_input_is_valid; 15 has not.)
create or replace function thing.is_input(p_value text, p_type text)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    case p_type
        when 'integer' then perform p_value::integer;
        when 'bigint' then perform p_value::bigint;
        when 'float8' then perform p_value::float8;
        when 'date' then perform p_value::date;
        when 'time' then perform p_value::time;
        when 'timestamptz' then perform p_value::timestamptz;
        when 'jsonb' then perform p_value::jsonb;
    end case;
    return true;
exception when data_exception or program_limit_exceeded or statement_too_complex then
    return false;
end
$$;
comment on function thing.is_input(text, text) is 'Whether a text reads as a value of a type. Internal.';
revoke all on function thing.is_input(text, text) from public;
