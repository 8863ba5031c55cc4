-- Creates the join tables of a class's to-many references that are not there yet. Runs inside the tenant's schema.
create or replace function thing.join_table_steps(p_class_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
begin
    return query
    select (thing.ddl_step(phase => 'tables', sql => s.sql)).*
      from thing_class_fields f
      cross join lateral (select format('tj_%s_%s', p_class_id, f.physical_name) as name) j
      cross join lateral unnest(thing.join_table_sql(current_schema(), j.name)) with ordinality s (sql, n)
     where f.class_id = p_class_id and f.type = 'references' and to_regclass(quote_ident(j.name)) is null
     order by f.position, f.id, s.n;
end
$$;
comment on function thing.join_table_steps(integer) is 'DDL steps for missing join tables. Internal.';
revoke all on function thing.join_table_steps(integer) from public;
