-- Names that the API had and has no more: [[class id, kind, key, name, version], ...], as thing.entry_names says;
-- version: the first without it; the latest first. Read from the last 1,000 entries that were replaced, 5,000 names at
-- most. Errors: those of thing.enter_tenant. Definer: reads metadata for the tenant's role.
create or replace function thing.past_names(tenant text)
returns json
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(past_names.tenant);
    return (
        with past as materialized (
            select k.class_id, k.until, k.entry from thing_class_entries k order by k.until desc, k.class_id limit 1000
        ), live as materialized (
            select c.id, n.kind, n.name
              from thing_classes c
             cross join lateral thing.entry_names(c.entry::jsonb) n
             where c.dropped_version is null and c.id in (select p.class_id from past p)
        ), gone as (
            select p.class_id, n.kind, n.key, n.name, max(p.until) as version
              from past p
             cross join lateral thing.entry_names(p.entry::jsonb) n
             group by p.class_id, n.kind, n.key, n.name
            having not exists (select from live l where l.id = p.class_id and l.kind = n.kind and l.name = n.name)
             order by version desc, p.class_id limit 5000
        )
        select coalesce(json_agg(json_build_array(g.class_id, g.kind, g.key, g.name, g.version)
                   order by g.version desc, g.class_id), '[]') from gone g);
end
$$;
comment on function thing.past_names(text) is
    'Names of classes, fields, options, inverses and uniques that the API had and has no more, with the version that '
    'they went with. Example: select thing.past_names(''acme'').';
revoke all on function thing.past_names(text) from public;
grant execute on function thing.past_names(text) to thing_admin, thing_tenant;
