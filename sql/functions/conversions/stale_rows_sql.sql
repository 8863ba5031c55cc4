-- The query (id uuid) for rows whose other column does not hold what the field's own value converts to. p_pair: a row
-- of thing.retypes_of; p_where narrows it (alias t). Runs inside the tenant's schema.
create or replace function thing.stale_rows_sql(p_pair record, p_where text default 'true')
returns text
language plpgsql
stable
as $$
begin
    return (select format('select t.id from %I.%I t where (%s) and not (%s and row(%s)::record *= row(t.%I)::record)',
                          current_schema(), p_pair.table_name, p_where, c.guard, c.value, p_pair.other_column)
              from thing.conversion_sql(p_pair.own_type, p_pair.other_type, p_pair.other_params,
                       format('t.%I', p_pair.own_column), p_pair.renamed) c);
end
$$;
comment on function thing.stale_rows_sql(record, text) is
    'Query for rows that a change of type has not converted. Internal.';
revoke all on function thing.stale_rows_sql(record, text) from public;
