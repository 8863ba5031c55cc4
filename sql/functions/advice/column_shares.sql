-- {column: share of the rows that one value of it has}, from the statistics of a class's table; columns that were never
-- analysed are absent. Runs inside the tenant's schema.
create or replace function thing.column_shares(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
begin
    return coalesce((
        select jsonb_object_agg(s.attname, (1 - s.null_frac) / greatest(1, case
                   when s.n_distinct < 0 then -s.n_distinct * greatest(c.reltuples, 1) else s.n_distinct end))
          from pg_stats s
          join pg_class c on c.oid = to_regclass(quote_ident(thing.table_name(p_class_id)))
         where s.schemaname = current_schema() and s.tablename = thing.table_name(p_class_id) and s.n_distinct <> 0),
        '{}');
end
$$;
comment on function thing.column_shares(integer) is 'Shares of rows that a value of each column has. Internal.';
revoke all on function thing.column_shares(integer) from public;
