-- A FROM item of all things of a class, with their ids and these columns. Runs inside the tenant's schema.
create or replace function thing.rollup_table_sql(p_class_id integer, p_columns text[])
returns text
language plpgsql
stable
as $$
declare
    v_tables text[] := thing.concrete_tables(p_class_id);
begin
    return case when cardinality(v_tables) = 1 then format('%I.%I', current_schema(), v_tables[1])
        else '(' || coalesce((
            select string_agg(format('select %s from %I.%I', concat_ws(', ', 'id',
                       (select string_agg(quote_ident(c), ', ' order by n) from unnest(p_columns)
                          with ordinality u (c, n) where c <> 'id')), current_schema(), t.name), ' union all '
                       order by t.n)
              from unnest(v_tables) with ordinality t (name, n)), 'select null::uuid as id where false') || ')' end;
end
$$;
comment on function thing.rollup_table_sql(integer, text[]) is 'A FROM item of all things of a class. Internal.';
revoke all on function thing.rollup_table_sql(integer, text[]) from public;
