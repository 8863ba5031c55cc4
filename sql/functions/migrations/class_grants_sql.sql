-- What the tenant's role may do with a class's tables: what was granted before is taken back first, column privileges with it
-- (REVOKE on a table covers its columns). Runs inside the tenant's schema.
create or replace function thing.class_grants_sql(p_class_id integer)
returns setof text
language plpgsql
stable
as $$
declare
    v_role text := (select quote_ident(t.role_name) from thing.tenants t where t.schema_name = current_schema());
    v_table text := format('%I.%I', current_schema(), thing.table_name(p_class_id));
    v_live boolean := (select c.dropped_version is null from thing_classes c where c.id = p_class_id);
    v_columns text[] := array(
        select quote_ident(f.physical_name)
          from thing_class_fields f
         where f.class_id = p_class_id and f.type <> 'references' and f.dropped_version is null
         order by f.physical_name);
    v_join record;
begin
    return next format('revoke all on %s from %s', v_table, v_role);
    if v_live then
        return next format('grant select, delete, insert (%s) on %s to %s', array_to_string(array['id'] || v_columns, ', '), v_table, v_role);
        if cardinality(v_columns) > 0 then
            return next format('grant update (%s) on %s to %s', array_to_string(v_columns, ', '), v_table, v_role);
        end if;
    end if;
    for v_join in
        select format('%I.%I', current_schema(), format('tj_%s_%s', p_class_id, f.physical_name)) as name, f.dropped_version is null as live
          from thing_class_fields f
         where f.class_id = p_class_id and f.type = 'references'
         order by f.id
    loop
        return next format('revoke all on %s from %s', v_join.name, v_role);
        if v_live and v_join.live then
            return next format('grant select, insert, delete on %s to %s', v_join.name, v_role);
        end if;
    end loop;
end
$$;
comment on function thing.class_grants_sql(integer) is 'GRANT and REVOKE statements of a class''s tables. Internal.';
revoke all on function thing.class_grants_sql(integer) from public;
