-- The deleted things of a tenant, or of a class with those that extend it, the last one first: as long as the log
-- reaches. before: the seq of the last one of the page before. values: as the delete found it, by today's fields.
-- Errors: TB020 INVALID_CHANGE, TB021 UNKNOWN_CLASS, those of thing.enter_tenant. Definer: the tenant's role may not
-- read the log.
create or replace function thing.deleted_things(
    tenant text, class_name text default null, first integer default 100, before bigint default null)
returns table (class text, id uuid, at timestamptz, actor text, version integer, "values" jsonb, seq bigint)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_classes integer[];
begin
    perform thing.enter_tenant(deleted_things.tenant);
    if coalesce(deleted_things.first, -1) not between 0 and 10000 then
        perform thing.fail('INVALID_CHANGE', 'first is between 0 and 10000', null, 'Read page by page, with before.');
    end if;
    v_classes := array(
        select c.id from thing_classes c
         where c.dropped_version is null and not c.abstract and c.rollup is null
           and (deleted_things.class_name is null
                or c.id in (select f from thing.class_family((thing.class_row(deleted_things.class_name)).id) f)));
    return query
    select r.class, r.thing_id, r.at, r.actor, r.version, r.old, r.seq
      from thing.change_rows(array(
               select l.seq from change_log l
                where l.operation = 'delete' and l.class_id = any (v_classes)
                  and (deleted_things.before is null or l.seq < deleted_things.before)
                  and not exists (select from thing_instances i where i.id = l.thing_id)
                  and not exists (select from change_log n
                                   where n.thing_id = l.thing_id and n.seq > l.seq and n.operation = 'delete')
                order by l.seq desc
                limit deleted_things.first)) r
     order by r.seq desc;
end
$$;
comment on function thing.deleted_things(text, text, integer, bigint) is
    'Deleted things, the last one first, as long as the log reaches. Example: select class, id, at, actor from '
    'thing.deleted_things(''acme'', ''Product'').';
revoke all on function thing.deleted_things(text, text, integer, bigint) from public;
grant execute on function thing.deleted_things(text, text, integer, bigint) to thing_admin, thing_tenant;
