-- Whether a literal text says what an argument "=date", "=datetime", "=time", "=zone" or "=unit" wants.
create or replace function thing.literal_fits(p_wanted text, p_text text)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_text is null then
        return false;
    elsif p_wanted = '=unit' then
        return p_text in ('year', 'quarter', 'month', 'week', 'day', 'hour');
    elsif p_wanted = '=zone' then
        if p_text !~ '^[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*$' then
            return false;
        end if;
        perform now() at time zone p_text;
        return true;
    elsif not coalesce((select p_text ~ ('^(?:' || t.takes || ')$') and p_text not like '%infinity'
                          from thing.field_types t where t.name = substr(p_wanted, 2)), false)
       or p_wanted = '=datetime' and p_text !~ '(?:[Zz]|[+-][0-9:]+)$' then
        return false;
    end if;
    execute format('select %L::%s', p_text, case p_wanted when '=datetime' then 'timestamptz'
                                                 else substr(p_wanted, 2) end);
    return true;
exception when data_exception then
    return false;
end
$$;
comment on function thing.literal_fits(text, text) is 'Whether a literal text says what an argument wants. Internal.';
revoke all on function thing.literal_fits(text, text) from public;
