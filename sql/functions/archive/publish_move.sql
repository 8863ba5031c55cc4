-- On the server that a tenant moves away from: the statement that publishes its tables, all but who subscribes and
-- where the log stands (thing.archive_tables), with one for marks (thing.prepare_move), which it makes.
-- Errors: TB044 FORBIDDEN, those of thing.enter_tenant. Definer: makes a table for members of thing_admin.
create or replace function thing.publish_move(tenant text, publication text)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(publish_move.tenant);
    create table thing_move (mark text constraint thing_move_pkey primary key);
    return (
        select format('create publication %I for table %s with (publish_via_partition_root = true)',
                   publish_move.publication,
                   string_agg(format('%I.%I', current_schema(), a.name), ', ' order by a.name))
          from thing.archive_tables() a);
end
$$;
comment on function thing.publish_move(text, text) is
    'The statement that publishes the tables of a tenant, so that it can be moved. Example: select '
    'thing.publish_move(''acme'', ''thing_move_acme'').';
revoke all on function thing.publish_move(text, text) from public;
grant execute on function thing.publish_move(text, text) to thing_admin;
