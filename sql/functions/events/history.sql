-- The whole life of a thing as far as the log goes back (thing.log_reach): each version with who, when, what changed
-- and the full state after it (null after the delete), and its links; by today's field names, hidden fields left out. A
-- class stands for those that extend it. A field that came later is in the state, but no change of it is reported: who
-- wrote then did not do that.
-- Errors: TB021 UNKNOWN_CLASS, TB060 UNKNOWN_THING, those of thing.enter_tenant. Definer: the tenant's role may not
-- read the log.
create or replace function thing.history(tenant text, class_name text, id uuid)
returns table (version integer, operation text, at timestamptz, actor text, by_role text, class text, changes jsonb,
    state jsonb, seq bigint)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_classes integer[];
begin
    perform thing.enter_tenant(history.tenant);
    v_classes := array(select f from thing.class_family((thing.class_row(history.class_name)).id) f);
    return query
    select r.version, r.operation, r.at, r.actor, r.by_role, r.class,
           case when r.operation in ('link', 'unlink') then thing.link_changes(r.operation, coalesce(r.old, r.new))
                else thing.image_changes(r.old, r.new) - thing.unknown_fields(r.seq) end,
           case when r.operation not in ('link', 'unlink') then r.new end, r.seq
      from thing.change_rows(array(select l.seq from change_log l
                                    where l.thing_id = history.id and l.class_id = any (v_classes))) r;
    if not found and not exists (select from thing_instances i
                                  where i.id = history.id and i.class_id = any (v_classes)) then
        perform thing.fail('UNKNOWN_THING', format('%s %s does not exist and never did', history.class_name,
            history.id), jsonb_build_object('class', history.class_name, 'id', history.id),
            'thing_instances knows the things that are there.');
    end if;
end
$$;
comment on function thing.history(text, text, uuid) is
    'Every version of a thing, deleted ones too: who, when, what changed ({"field": {"old", "new"}}) and the state '
    'after it. Example: select version, operation, actor, changes from thing.history(''acme'', ''Product'', '
    '''00000000-0000-0000-0000-000000000000'').';
revoke all on function thing.history(text, text, uuid) from public;
grant execute on function thing.history(text, text, uuid) to thing_admin, thing_tenant;
