-- Copies the rows of one part of a tenant's tables (thing.archive_tables) into another tenant of this database that is
-- being made from its manifest (thing.begin_restore), in place of a file. Called in the snapshot that the manifest was
-- made in. replaced: the schema of thing.begin_replacement, where fields that are marked personal are replaced. Returns
-- how many rows.
-- Errors: TB044 FORBIDDEN, those of thing.enter_tenant. Definer: reads and writes tables for members of thing_admin.
create or replace function thing.clone_rows(tenant text, target text, parts text[], replaced text default null)
returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tables jsonb;
    v_table record;
    v_rows bigint;
    v_sum bigint := 0;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(clone_rows.tenant);
    v_tables := (   -- (all of it while the path is that of the first)
        select jsonb_agg(jsonb_build_object(
                   'name', t.name, 'query', thing.archived_sql(t.name, t.columns, clone_rows.replaced),
                   'columns', (select string_agg(quote_ident(c.name), ', ' order by c.n)
                                 from unnest(t.columns) with ordinality c (name, n))) order by t.n)
          from thing.archive_tables() with ordinality t (name, part, columns, types, bytes, n)
         where t.part = any (clone_rows.parts));
    perform thing.enter_tenant(clone_rows.target);
    for v_table in
        select t.* from jsonb_to_recordset(v_tables) t (name text, query text, columns text)
    loop
        execute format('insert into %I.%I (%s) overriding system value %s', current_schema(), v_table.name,
            v_table.columns, v_table.query);
        get diagnostics v_rows = row_count;
        v_sum := v_sum + v_rows;
    end loop;
    return v_sum;
end
$$;
comment on function thing.clone_rows(text, text, text[], text) is
    'Copy rows of a tenant into one that is being made from its manifest. Example: select thing.clone_rows(''acme'', '
    '''acme_test'', ''{definitions}'').';
revoke all on function thing.clone_rows(text, text, text[], text) from public;
grant execute on function thing.clone_rows(text, text, text[], text) to thing_admin;
