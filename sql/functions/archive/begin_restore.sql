-- The first of three steps that make a tenant from an archive, all in one transaction: its schema with empty tables of
-- the core (thing.begin_older_restore makes those of an older core of them). Then rows are copied into the tables of
-- parts definitions and core (thing.archive_manifest), thing.restore_tables makes those of classes, rows are copied
-- into these, thing.finish_restore does the rest. slug: of the new tenant; null: that of the manifest. A tenant that
-- comes back under its own slug keeps its id, so that tokens stay good. One that the directory knows to live elsewhere
-- comes back only by a move, which says so in the manifest ("moving": true).
-- Errors: TB010 INVALID_NAME, TB041 TENANT_EXISTS, TB044 FORBIDDEN, TB069 INVALID_ARCHIVE.
-- Definer: makes schemas on behalf of members of thing_admin.
create or replace function thing.begin_restore(manifest jsonb, slug text default null)
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_core integer := (select max(v.version) from thing.core_versions v);
    v_slug text := coalesce(begin_restore.slug, begin_restore.manifest #>> '{tenant,slug}');
    v_schema text := 'tenant_' || v_slug;
    v_tenant thing.tenants;
    v_role text;
    v_misfit text;
    v_back boolean;
begin
    perform thing.assert_admin();
    if (begin_restore.manifest -> 'format') is distinct from '1' then
        perform thing.fail('INVALID_ARCHIVE', format('the archive has format %s; this core reads format 1',
            coalesce(begin_restore.manifest ->> 'format', 'unknown')));
    elsif (begin_restore.manifest ->> 'core')::integer > v_core then
        perform thing.fail('INVALID_ARCHIVE', format('the archive was made by a newer core: %s, this one is %s',
                begin_restore.manifest ->> 'core', v_core), '{}',
            'Upgrade this core to that of the Thingbase that made the archive, or a newer one: thingbase db upgrade.');
    end if;
    select i.role_prefix || v_slug into v_role from thing.installation i;
    v_back := (begin_restore.manifest -> 'moving') is not distinct from 'true'
              and exists (select from thing.tenants t where t.slug = v_slug and t.server is not null
                             and t.id::text = begin_restore.manifest #>> '{tenant,id}');
    if v_back then   -- the directory knows it already; until thing.settle_move it lives where it lives
        update thing.tenants t set core_version = v_core, schema_name = v_schema, role_name = v_role
         where t.slug = v_slug
        returning * into v_tenant;
    elsif exists (select from thing.tenants t where t.slug = v_slug) then
        perform thing.fail('TENANT_EXISTS', format('tenant %s already exists', v_slug), '{}',
            'Take another name: `tenant restore FILE --as NAME`.');
    else
        perform thing.check_tenant_names(v_slug, v_schema, v_role);
    end if;
    perform from thing.core_versions v where v.version = 0 for share;   -- it is made by one version of the core
    if not v_back then
        insert into thing.tenants (slug, label, schema_name, role_name, core_version, text_collation, created_at, id)
        select v_slug, coalesce(t.label, v_slug), v_schema, v_role, v_core, t."textCollation",
               coalesce(t."createdAt", now()),
               case when t.slug = v_slug and not exists (select from thing.tenants o where o.id = t.id)
                    then t.id else gen_random_uuid() end
          from jsonb_to_record(begin_restore.manifest -> 'tenant') t (
                   slug text, label text, "textCollation" text, "createdAt" timestamptz, id uuid)
        returning * into v_tenant;
    end if;
    execute format('create schema %I', v_schema);
    execute thing.tenant_tables_sql(v_schema);
    execute thing.tenant_functions_sql(v_schema);
    perform thing.enter_tenant(v_slug);
    if (begin_restore.manifest ->> 'core')::integer = v_core then
        v_misfit := thing.archive_misfit(begin_restore.manifest, array['definitions', 'core']);
        if v_misfit is not null then
            perform thing.fail('INVALID_ARCHIVE', 'the archive''s tables are not those of this core: ' || v_misfit);
        end if;
    end if;
    return v_tenant;
end
$$;
comment on function thing.begin_restore(jsonb, text) is
    'Begin to make a tenant from an archive: its schema with empty tables. Returns the thing.tenants row. Example: '
    'select thing.begin_restore(thing.archive_manifest(''acme''), ''acme_test'').';
revoke all on function thing.begin_restore(jsonb, text) from public;
grant execute on function thing.begin_restore(jsonb, text) to thing_admin;
