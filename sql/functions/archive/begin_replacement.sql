-- Prepares a copy of a tenant without personal data, in the transaction that makes the copy: a schema with an empty
-- table for each table that has values of fields marked personal. The caller fills them with made-up ones, one row for
-- each thing or link; thing.archived_sql reads them. Returns the name of the schema, for thing.end_replacement.
-- Errors: TB020 INVALID_CHANGE (no field is marked), TB030 SCHEMA_BUSY, TB044 FORBIDDEN, those of thing.enter_tenant.
-- Definer: makes a schema on behalf of members of thing_admin.
create or replace function thing.begin_replacement(tenant text)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_schema text := 'replaced_' || pg_backend_pid();
    v_table record;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(begin_replacement.tenant);
    if not exists (select from thing_class_fields f
                     join thing_classes c on c.id = f.class_id and c.dropped_version is null
                    where f.personal and f.dropped_version is null) then
        perform thing.fail('INVALID_CHANGE',
            format('no field of tenant %s is marked personal', begin_replacement.tenant), null,
            'Mark them: @personal in the schema file, or thing.alter_field(tenant, class, field, '
            '''{"personal": true}'').');
    elsif exists (select from thing_jobs j where j.kind = 'retype' and j.state <> 'done') then
        perform thing.fail('SCHEMA_BUSY', 'a job changes the type of a field', null,
            'Wait until it is done: thing.jobs(tenant) lists the jobs.');
    end if;
    execute format('create schema %I', v_schema);
    for v_table in
        select 'tc_' || c.physical_name as name,
               'id, ' || string_agg(quote_ident(f.physical_name), ', ' order by f.id) as columns
          from thing_classes c
          join thing_class_fields f on f.class_id = c.id and f.personal and f.dropped_version is null
                                   and f.expression is null and f.type <> 'references'
         where not c.abstract and c.dropped_version is null and c.rollup is null
         group by c.id, c.physical_name
        union all
        select format('tj_%s_%s', f.class_id, f.physical_name), 'source_id, target_id'
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and not c.abstract and c.dropped_version is null
         where f.personal and f.dropped_version is null and f.type = 'references'
    loop
        execute format('create table %I.%I as select %s from %I.%2$I with no data', v_schema, v_table.name,
            v_table.columns, current_schema());
    end loop;
    return v_schema;
end
$$;
comment on function thing.begin_replacement(text) is
    'Prepare a copy of a tenant without personal data: a schema with tables for the made-up values. Example: select '
    'thing.begin_replacement(''acme'').';
revoke all on function thing.begin_replacement(text) from public;
grant execute on function thing.begin_replacement(text) to thing_admin;
