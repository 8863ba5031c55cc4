-- The definition of a field's column: name, type, default; of a computed one, what it is generated as, or what a kept
-- one begins with. Runs inside the tenant's schema.
create or replace function thing.column_sql(p_field_id integer)
returns text
language plpgsql
stable
as $$
begin
    return (
        select concat_ws(' ', quote_ident(f.physical_name), thing.storage_type(f.type, f.params),
                         case when f.expression is null or f.expression -> 'kept' = 'true'
                              then 'default ' || thing.value_sql(f.type, f.params, coalesce(f.default_value,
                                       f.expression -> 'start'))
                              else format('generated always as (%s) stored', thing.computed_sql(f.type, f.params,
                                       f.expression, null)) end)
          from thing_class_fields f
         where f.id = p_field_id);
end
$$;
comment on function thing.column_sql(integer) is 'Column definition of a field. Internal.';
revoke all on function thing.column_sql(integer) from public;
