-- The column type that an item of a rollup has for a field of that type: at the end of the path (p_last), or on its
-- way. Null: the field does not do.
create or replace function thing.rollup_type(p_item jsonb, p_type text, p_params jsonb, p_last boolean)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when not p_last then case p_type when 'reference' then 'uuid' end
        when p_item ->> 'function' = 'count' then 'bigint'
        when p_item ->> 'function' in ('sum', 'avg') then case
            when p_type = 'float' then 'double precision'
            when p_type = 'integer' and p_item ->> 'function' = 'sum' then 'bigint'
            when p_type in ('integer', 'bigint', 'decimal') then 'numeric' end
        when p_item ? 'by' then (
            select thing.column_type(d.type, '{}') from thing.date_parts d
             where d.name = p_item ->> 'by' and p_type = case when p_item ? 'zone' then 'datetime' else 'date' end)
        when exists (select from thing.field_types t where t.name = p_type and t.category = 'select') then
            'text'
        else thing.column_type(p_type, p_params) end;
end
$$;
comment on function thing.rollup_type(jsonb, text, jsonb, boolean) is
    'The column type that an item of a rollup needs. Internal.';
revoke all on function thing.rollup_type(jsonb, text, jsonb, boolean) from public;
