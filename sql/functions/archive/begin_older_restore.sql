-- After thing.begin_restore, of an archive that an older core has written: the tenant's empty tables become what that
-- core had, as far as the archive says. Rows are copied into them, migrations of tenants run over these, and
-- thing.end_older_restore compares. Returns how the tables were: [{name, part, columns, types}].
-- A type is taken by its name, and from pg_catalog or thing alone: an archive may say anything.
-- Errors: TB069 INVALID_ARCHIVE, those of thing.enter_tenant. Called as thing_owner, whose the tables are.
create or replace function thing.begin_older_restore(p_tenant text, p_manifest jsonb)
returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_shape jsonb;
    v_sql text;
    v_misfit text;
begin
    perform thing.enter_tenant(p_tenant);
    v_shape := thing.archive_shape();
    for v_sql in
        with archived as (
            select a.name, c.column, c.type, c.n, y.oid as type_id
              from jsonb_to_recordset(p_manifest -> 'tables') a (name text, part text, columns text[], types text[])
              cross join lateral unnest(a.columns, a.types) with ordinality c ("column", type, n)
              left join lateral (
                select t.oid from pg_type t
                 where t.typname = c.type and t.typtype in ('b', 'c', 'd', 'e')
                   and t.typnamespace in ('pg_catalog'::regnamespace, 'thing'::regnamespace)
                 order by t.typnamespace limit 1) y on true
             where a.part in ('definitions', 'core')
        ), here as (
            select h.name, c.column, c.type, c.n
              from jsonb_to_recordset(v_shape) h (name text, columns text[], types text[])
              cross join lateral unnest(h.columns, h.types) with ordinality c ("column", type, n)
        )
        select s.sql
          from (
            select 1 as phase, h.name, 0 as n, format('drop table %I cascade', h.name) as sql
              from (select distinct o.name from here o) h
             where h.name not in (select a.name from archived a)
            union all
            select 1, a.name, 0, format('create table %I ()', a.name)
              from (select distinct o.name from archived o) a
             where a.name not in (select h.name from here h)
            union all
            select 2, h.name, h.n, format('alter table %I drop column %I cascade', h.name, h.column)
              from here h
             where h.name in (select a.name from archived a)
               and not exists (select from archived a where a.name = h.name and a.column = h.column)
            union all
            select 2, a.name, a.n, format('alter table %I add column %I %s', a.name, a.column, a.type_id::regtype)
              from archived a
             where a.type_id is not null
               and not exists (select from here h where h.name = a.name and h.column = a.column)
            union all
            select 2, a.name, a.n, format('alter table %1$I alter column %2$I drop default, '
                       'alter column %2$I type %3$s using null::%3$s', a.name, a.column, a.type_id::regtype)
              from archived a
              join here h on h.name = a.name and h.column = a.column and h.type <> a.type
             where a.type_id is not null) s
         order by s.phase, s.name, s.n
    loop
        execute v_sql;
    end loop;
    v_misfit := thing.archive_misfit(p_manifest, array['definitions', 'core']);
    if v_misfit is not null then
        perform thing.fail('INVALID_ARCHIVE', 'the archive has tables that no core had: ' || v_misfit);
    end if;
    return v_shape;
end
$$;
comment on function thing.begin_older_restore(text, jsonb) is
    'Give a tenant''s empty tables the shape of an older core that wrote an archive; returns theirs. Internal.';
revoke all on function thing.begin_older_restore(text, jsonb) from public;
