-- After the migrations of tenants have run over rows of an older core: the tables are those of this one again.
-- p_shape: what thing.begin_older_restore returned. Errors: TB069 INVALID_ARCHIVE, those of thing.enter_tenant.
create or replace function thing.end_older_restore(p_tenant text, p_shape jsonb)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_different text;
begin
    perform thing.enter_tenant(p_tenant);
    select string_agg(distinct coalesce(w.name, n.name), ', ') into v_different
      from (select s.name, c.column, c.type
              from jsonb_to_recordset(p_shape) s (name text, columns text[], types text[])
              cross join lateral unnest(s.columns, s.types) c ("column", type)) w
      full join (select s.name, c.column, c.type
                   from jsonb_to_recordset(thing.archive_shape()) s (name text, columns text[], types text[])
                   cross join lateral unnest(s.columns, s.types) c ("column", type)) n
        on n.name = w.name and n.column = w.column and n.type = w.type
     where w.name is null or n.name is null;
    if v_different is not null then
        perform thing.fail('INVALID_ARCHIVE',
            'the archive has tables that no migration makes those of this core: ' || v_different);
    end if;
end
$$;
comment on function thing.end_older_restore(text, jsonb) is
    'Check that migrations have made an older core''s tables those of this one. Internal.';
revoke all on function thing.end_older_restore(text, jsonb) from public;
