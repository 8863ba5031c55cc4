-- What kind of value the fields of a type have in expressions (thing.expression_functions).
create or replace function thing.expression_kind(p_type text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select case when t.name in ('integer', 'bigint') then 'integer'
                    when t.category in ('text', 'select') then 'text'
                    when t.name in ('uuid', 'reference') then 'uuid'
                    when t.name in ('decimal', 'float', 'boolean', 'date', 'time', 'datetime') then t.name
                    else 'other' end
          from thing.field_types t
         where t.name = p_type);
end
$$;
comment on function thing.expression_kind(text) is 'The kind of a field''s values in expressions. Internal.';
revoke all on function thing.expression_kind(text) from public;
