-- What is different at a version from an earlier one, after all that lies between: classes, fields and enums by what
-- they are called at the later one, what is gone or renamed by what it was called before. Versions that went back take
-- along those they went back over (thing.versions_between). Runs inside the tenant's schema.
create or replace function thing.net_changes(p_from integer, p_to integer)
returns jsonb
language plpgsql
stable
as $$
declare
    v_change jsonb;
    v_net jsonb[] := '{}';
begin
    for v_change in select c from unnest(thing.versions_between(p_from, p_to)) with ordinality v (version, n)
                      cross join lateral thing.identified_changes(v.version) c order by v.n loop
        v_net := thing.fold_change(v_net, v_change);
    end loop;
    return (
        select coalesce(jsonb_agg(
                   e.entry - array['@class', '@field', '@enum', '@key', '@id']
                   || case when e.entry ->> '@class' is not null and e.entry ->> 'kind' <> 'CLASS_RENAMED'
                           then jsonb_build_object('class', e.entry -> '@class') else '{}' end
                   || case when e.entry ->> '@field' is not null and e.entry ->> 'kind' <> 'FIELD_RENAMED'
                           then jsonb_build_object('field', e.entry -> '@field') else '{}' end
                   || case when e.entry ->> '@enum' is not null and e.entry ->> 'kind' <> 'ENUM_RENAMED'
                           then jsonb_build_object('enum', e.entry -> '@enum') else '{}' end
                   order by e.n), '[]')
          from unnest(v_net) with ordinality e (entry, n)
         where not e.entry ?| array['@gone', '@same']);
end
$$;
comment on function thing.net_changes(integer, integer) is 'Net difference of two schema versions. Internal.';
revoke all on function thing.net_changes(integer, integer) from public;
