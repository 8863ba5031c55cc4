-- Drift: where the tables of a tenant are not as its metadata say. Empty when all is well; background jobs that are still queued are no
-- drift. kind: 'statement' (object: the SQL that would mend it), 'job' (work over a large table that no job is queued for),
-- 'unknown table', 'unknown column'. Errors: those of thing.enter_tenant. Definer: reads metadata for the tenant's role.
create or replace function thing.check(p_tenant text)
returns table (kind text, class text, object text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
begin
    perform thing.enter_tenant(p_tenant);
    return query
    select case when s.job is null then 'statement' else 'job' end, c.name, coalesce(s.sql, s.job ->> 'name')
      from thing_classes c
      cross join lateral thing.reconcile_class(c.id) with ordinality s (phase, sql, table_name, lock_mode, rewrites, job, n)
     where (s.sql is not null or s.job is not null)
       and not exists (select from thing_jobs j where j.object_name = s.job ->> 'name' and j.state in ('queued', 'running'))
     order by c.id, s.phase, s.n;
    return query
    with owned as (
        select thing.table_name(c.id) as name from thing_classes c
        union all
        select format('tj_%s_%s', f.class_id, f.physical_name) from thing_class_fields f where f.type = 'references'
    )
    select 'unknown table', null::text, t.relname::text
      from pg_class t
     where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p', 'v', 'm', 'f') and t.relname ~ '^t[cj]_'
       and t.relname not in (select o.name from owned o)
     order by t.relname;
    return query
    select 'unknown column', c.name, a.attname::text
      from thing_classes c
      join pg_attribute a on a.attrelid = to_regclass(quote_ident(thing.table_name(c.id))) and a.attnum > 0 and not a.attisdropped
     where a.attname <> all (array['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by'])
       and not exists (select from thing_class_fields f where f.class_id = c.id and f.physical_name = a.attname)
     order by c.id, a.attnum;
end
$$;
comment on function thing.check(text) is
    'Where the tables of a tenant differ from its metadata; no rows when all is well. Example: select * from thing.check(''acme'').';
revoke all on function thing.check(text) from public;
grant execute on function thing.check(text) to thing_admin, thing_tenant;
