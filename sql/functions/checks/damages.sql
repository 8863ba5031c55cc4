-- All damages of a tenant. Each part of the check stands alone: one that fails does not hide what the others find, and
-- is reported only where nothing else explains it. Runs inside the tenant's schema, with the settings of thing.check.
create or replace function thing.damages(p_tenant text, p_rows boolean)
returns setof thing.damage
language plpgsql
as $$
declare
    v_check text;
    v_damages thing.damage[] := '{}';
    v_part thing.damage[];
    v_failed thing.damage[] := '{}';
    v_endless boolean := false;
    v_schema text := (select t.schema_name from thing.tenants t where t.slug = p_tenant);
begin
    if not exists (select from pg_namespace n where n.nspname = v_schema) then
        return next ('missing schema', null, v_schema, 'the schema of the tenant is not there', null)::thing.damage;
        return;
    -- it is another's now: nothing in it can be seen
    elsif not has_schema_privilege(current_user, v_schema, 'usage') then
        return next ('changed owner', null, v_schema, 'the schema belongs to another role',
            array[format('alter schema %I owner to thing_owner', v_schema)])::thing.damage;
        return;
    end if;
    foreach v_check in array array['parts', 'owners', 'metadata', 'sequences', 'fields', 'objects', 'triggers',
        'grants', 'roles', 'settings', 'foreign',
        'caches', 'version_rows', 'core']
            || case when p_rows then array['instances', 'links', 'things', 'figures'] else '{}' end
    loop
        -- A class that extends itself has no end of ancestors.
        continue when v_endless
            and v_check in ('fields', 'objects', 'triggers', 'caches', 'links', 'things', 'figures');
        begin
            execute format('select array_agg(d) from thing.check_%s() d', v_check) into v_part;
            v_damages := v_damages || v_part;
            v_endless := v_endless
                or exists (select from unnest(v_part) d where d.kind = 'broken metadata' and d.object = 'extends_id');
        exception when others then
            v_failed := v_failed || ('failed check', null, v_check, sqlerrm, null)::thing.damage;
        end;
    end loop;
    -- What follows from a damage is reported once that is mended, and not mended by what is wrong itself: metadata or
    -- registries edited by hand, a lost version, columns that are not there.
    return query
    select d.kind, d.class, d.object, d.message, d.fix
      from unnest(v_damages) with ordinality d (kind, class, object, message, fix, n)
     where not exists (select from unnest(v_damages) o
                        where o.class = d.class and o.kind in ('changed checksum', 'broken metadata')
                              and d.kind in ('changed trigger', 'changed cache')
                           or o.class = d.class and o.kind = 'changed cache' and o.object = 'rules'
                              and d.kind = 'changed trigger'
                           or o.class = d.class and o.kind ~ ' (column|table)$' and d.kind = 'changed cache'
                           or o.kind = 'changed core' and o.object like 'registry %'
                              and d.kind in ('changed trigger', 'changed cache')
                           or o.kind in ('missing version', 'lost version')
                              and d.kind in ('changed version', 'changed checksum', 'changed cache'))
     order by d.n;
    if v_damages = '{}' then
        return query select d.* from unnest(v_failed) d;
    end if;
end
$$;
comment on function thing.damages(text, boolean) is
    'Damages of a tenant, with the statements that mend them. Internal.';
revoke all on function thing.damages(text, boolean) from public;
