-- The statements between what the tenant's role may do with a class's tables and what it should (thing.wanted_grants);
-- of other roles, thing.check tells. Columns that are yet to be made are granted as well. Runs inside the tenant's
-- schema.
create or replace function thing.class_grants_sql(p_class_id integer)
returns setof text
language plpgsql
stable
as $$
declare
    v_role text := (select t.role_name from thing.tenants t where t.schema_name = current_schema());
begin
    return query
    with wanted as (
        select w.table_name, w.column_name, w.privilege from thing.wanted_grants(p_class_id) w
    ), actual as (
        select a.table_name, a.column_name, a.privilege
          from thing.actual_grants(thing.class_tables(p_class_id)
                   || array(select s.counter from thing.class_sequences(p_class_id) s)) a where a.role = v_role
    )
    select thing.grant_sql('revoke', r.privilege, case when r.column_name is not null then array[r.column_name] end,
               current_schema(), r.table_name, v_role)
      from (select * from actual except select * from wanted) r
    union all
    select thing.grant_sql('grant', g.privilege,
               array_agg(g.column_name order by g.column_name) filter (where g.column_name is not null),
               current_schema(), g.table_name, v_role)
      from (select * from wanted except select * from actual) g
     group by g.table_name, g.privilege, g.column_name is null;
end
$$;
comment on function thing.class_grants_sql(integer) is 'GRANT and REVOKE statements of a class''s tables. Internal.';
revoke all on function thing.class_grants_sql(integer) from public;
