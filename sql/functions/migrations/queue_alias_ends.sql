-- Queues the end of the former names that these classes keep: a job for each class, due when the first of them ends.
-- Runs inside the tenant's schema.
create or replace function thing.queue_alias_ends(p_classes integer[], p_version integer)
returns void
language plpgsql
as $$
begin
    perform thing.enqueue_job(
        jsonb_build_object('kind', 'alias', 'class_id', e.class_id, 'name', 'aliases', 'after', e.due), p_version)
       from (select f.class_id, min((a.value #>> '{}')::timestamptz) as due
               from thing_class_fields f
               join thing_classes c on c.id = f.class_id and c.dropped_version is null
              cross join lateral jsonb_each(f.aliases) a
              where f.class_id = any (p_classes) and f.aliases <> '{}' and f.dropped_version is null
                and f.inherited_from is null
              group by f.class_id) e;
end
$$;
comment on function thing.queue_alias_ends(integer[], integer) is 'Queue the end of former names. Internal.';
revoke all on function thing.queue_alias_ends(integer[], integer) from public;
