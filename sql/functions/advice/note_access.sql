-- Adds what a server counted since the last time to each tenant's access_usage: {tenant: [{class, reading, equal,
-- ranges, sort, searched, calls, ms, most, rows}]}. Tenants and classes that are gone are passed over. A tenant keeps
-- the 1,000 shapes that were used last; each counts half as much after a week. Where the tenant's limit auto_index is
-- on, the worker looks at them next; where it is off, nothing is kept.
-- Errors: TB044 FORBIDDEN. Definer: writes every tenant's counts.
create or replace function thing.note_access(usage jsonb)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant record;
    v_new integer;
begin
    perform thing.assert_admin();
    for v_tenant in
        select t.slug, u.value as shapes
          from jsonb_each(note_access.usage) u
          join thing.tenants t on t.slug = u.key and t.server is null
         order by t.slug
    loop
        begin
            perform thing.enter_tenant(v_tenant.slug);
            continue when thing.tenant_setting('auto_index') = 'off';
            insert into access_usage as a (class_id, reading, equal, ranges, sort, searched, calls, ms, most_ms, rows,
                writes_before)
            select n.class, n.reading, n.equal, n.ranges, n.sort, n.searched, n.calls, n.ms, n.most, n.rows,
                   thing.class_writes(n.class)
              from jsonb_to_recordset(v_tenant.shapes) as n (class integer, reading text, equal integer[],
                       ranges integer[], sort text[], searched text[], calls bigint, ms double precision,
                       most double precision, rows bigint)
              join thing_classes c on c.id = n.class and c.dropped_version is null
             order by 1, 2, 3, 4, 5, 6   -- so that two servers never wait for each other
            on conflict (class_id, reading, equal, ranges, sort, searched) do update
               set calls = a.calls / case when a.since < now() - interval '7 days' then 2 else 1 end + excluded.calls,
                   ms = a.ms / case when a.since < now() - interval '7 days' then 2 else 1 end + excluded.ms,
                   rows = a.rows / case when a.since < now() - interval '7 days' then 2 else 1 end + excluded.rows,
                   writes_before = case when a.since < now() - interval '7 days'
                                        then (a.writes_before + excluded.writes_before) / 2 else a.writes_before end,
                   since = case when a.since < now() - interval '7 days' then now() - (now() - a.since) / 2
                                else a.since end,
                   most_ms = greatest(a.most_ms, excluded.most_ms), last_at = now();
            get diagnostics v_new = row_count;
            if v_new > 0 and (select count(*) > 1000 from access_usage) then
                delete from access_usage a
                 where a.ctid in (select o.ctid from access_usage o order by o.last_at desc offset 1000);
            end if;
            if thing.tenant_setting('auto_index') = 'on' then
                perform thing.enqueue_job('{"kind": "advice", "name": "auto_index"}', null);
            end if;
        exception when undefined_table or invalid_schema_name or sqlstate 'TB040' then
            null;   -- dropped meanwhile
        end;
    end loop;
end
$$;
comment on function thing.note_access(jsonb) is
    'Add what a server counted to the access_usage of its tenants. Made for servers.';
revoke all on function thing.note_access(jsonb) from public;
grant execute on function thing.note_access(jsonb) to thing_admin;
