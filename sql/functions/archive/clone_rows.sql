-- Copies the rows of one part of a tenant's tables (thing.archive_tables) into another tenant of this database that is
-- being made from its manifest (thing.begin_restore), in place of a file. Called in the snapshot that the manifest was
-- made in. Returns how many rows.
-- Errors: TB044 FORBIDDEN, those of thing.enter_tenant. Definer: reads and writes tables for members of thing_admin.
create or replace function thing.clone_rows(tenant text, target text, parts text[])
returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_from text;
    v_table record;
    v_rows bigint;
    v_sum bigint := 0;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(clone_rows.tenant);
    v_from := current_schema();
    for v_table in
        select t.name, (select string_agg(quote_ident(c.name), ', ' order by c.n)
                          from unnest(t.columns) with ordinality c (name, n)) as columns
          from thing.archive_tables() with ordinality t (name, part, columns, types, bytes, n)
         where t.part = any (clone_rows.parts)
         order by t.n
    loop
        perform thing.enter_tenant(clone_rows.target);
        execute format('insert into %1$I.%2$I (%3$s) overriding system value select %3$s from %4$I.%2$I',
            current_schema(), v_table.name, v_table.columns, v_from);
        get diagnostics v_rows = row_count;
        v_sum := v_sum + v_rows;
    end loop;
    return v_sum;
end
$$;
comment on function thing.clone_rows(text, text, text[]) is
    'Copy rows of a tenant into one that is being made from its manifest. Example: select thing.clone_rows(''acme'', '
    '''acme_test'', ''{definitions}'').';
revoke all on function thing.clone_rows(text, text, text[]) from public;
grant execute on function thing.clone_rows(text, text, text[]) to thing_admin;
