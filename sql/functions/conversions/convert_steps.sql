-- The steps that fill the coming column of small tables, under the lock. Runs inside the tenant's schema.
create or replace function thing.convert_steps(p_other integer)
returns thing.ddl_step[]
language plpgsql
stable
as $$
begin
    return array(
        select thing.ddl_step(
                   phase => 'rows', table_name => p.table_name, lock_mode => 'ACCESS EXCLUSIVE', sql => format(
                       'update %1$I.%2$I t set %3$I = case when %4$s then %5$s'
                       ' else thing.refuse_conversion(%6$L, t.id, to_jsonb(t.%7$I))::%8$s end'
                       ' where t.%7$I is not null or t.%3$I is not null',
                       current_schema(), p.table_name, p.other_column, c.guard, c.value, p.field, p.own_column,
                       thing.column_type(p.other_type, p.other_params)))
          from thing.retypes_of(p_other) p
          cross join lateral thing.conversion_sql(p.own_type, p.other_type, p.other_params,
                                 format('t.%I', p.own_column), p.renamed) c);
end
$$;
comment on function thing.convert_steps(integer) is 'Steps that convert the values of small tables. Internal.';
revoke all on function thing.convert_steps(integer) from public;
