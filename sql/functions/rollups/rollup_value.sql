-- SQL of what an item of a rollup groups by or measures. p_column: SQL of the field's value. With "by" a part of a date
-- or of a time in a zone; the list of them is thing.date_parts. Pure.
create or replace function thing.rollup_value(p_item jsonb, p_type text, p_column text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case when p_item ? 'by' then (
        select replace(d.template, '{value}', case p_type
                   when 'datetime' then format('(%s at time zone %L)', p_column, p_item ->> 'zone')
                   else format('%s::timestamp', p_column) end)
          from thing.date_parts d where d.name = p_item ->> 'by')
        else p_column end;
end
$$;
comment on function thing.rollup_value(jsonb, text, text) is 'SQL of what a rollup groups by or measures. Internal.';
revoke all on function thing.rollup_value(jsonb, text, text) from public;
