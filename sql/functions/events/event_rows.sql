-- Log rows by seq as events, in the order of seq: images keyed by column, of live fields and system columns alone, and what changed by API
-- name. The image after a change is what the next update or delete found, or the thing itself; a link has that of its thing (of one that is
-- gone: what its delete found). A field whose column was not there before or after, or is of another type by now, did not change.
-- Rows of classes that are dropped or purged, and links of fields that are, are left out.
-- Every query is planned once a session, when the log may be small, hence the settings. Runs inside the tenant's schema.
create or replace function thing.event_rows(p_seqs bigint[])
returns table (seq bigint, operation text, class_id integer, class text, thing_id uuid, version integer, old jsonb, new jsonb,
               changed text[], target text, at timestamptz, actor text)
language plpgsql
stable
set enable_seqscan = off
set enable_bitmapscan = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    with page as materialized (
        select l.* from change_log l where l.seq = any (p_seqs)
    ), classes as materialized (
        select c.id, c.name,
               array['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by'] || f.columns as columns,
               f.columns as own, f.names
          from thing_classes c
         cross join lateral (
               select coalesce(array_agg(f.physical_name order by f.position, f.id), '{}') as columns, array_agg(f.name order by f.position, f.id) as names
                 from thing_class_fields f
                where f.class_id = c.id and f.dropped_version is null) f
         where c.id = any (array(select p.class_id from page p)) and c.dropped_version is null
    ), found as materialized (      -- what the next change found
        select p.seq, n.old as image
          from page p
         cross join lateral (
               select n.old
                 from change_log n
                where n.thing_id = p.thing_id and n.seq > p.seq and n.operation in ('update', 'delete')
                order by n.seq
                limit 1) n
         where p.operation <> 'delete'
    ), live as materialized (
        select i.id, i.image
          from (select p.class_id, array_agg(p.thing_id) as ids
                  from page p
                 where p.operation not in ('delete', 'schema') and p.seq not in (select f.seq from found f) and p.class_id in (select c.id from classes c)
                 group by p.class_id) t
         cross join lateral thing.live_images(t.class_id, t.ids) i
    ), whole as (
        select p.seq, p.operation, p.class_id, c.name, p.thing_id, p.version, p.at, p.actor, c.columns, c.own, c.names,
               p.operation in ('link', 'unlink') as links, l.field, l.target,
               case p.operation when 'insert' then null when 'link' then a.image when 'unlink' then a.image else p.old end as old,
               case p.operation when 'delete' then null else a.image end as new
          from page p
          join classes c on c.id = p.class_id
          left join found f on f.seq = p.seq
          left join live v on v.id = p.thing_id
         cross join lateral (select coalesce(f.image, v.image, case when p.operation in ('link', 'unlink') then (
               select d.old from change_log d
                where d.thing_id = p.thing_id and d.seq < p.seq and d.operation = 'delete' order by d.seq desc limit 1) end) as image) a
          left join lateral (
               select e.value as target, (select u.name from unnest(c.own, c.names) u (field, name) where u.field = e.key) as field
                 from jsonb_each_text(coalesce(p.new, p.old)) e) l on p.operation in ('link', 'unlink')
    )
    select w.seq, w.operation, w.class_id, w.name, w.thing_id, w.version,
           w.old - array(select k from jsonb_object_keys(w.old) k where k <> all (w.columns)),
           w.new - array(select k from jsonb_object_keys(w.new) k where k <> all (w.columns)),
           case when w.links then array[w.field] else array(
               select u.name
                 from unnest(w.own, w.names) u (field, name)
                where nullif(w.old -> u.field, 'null') is distinct from nullif(w.new -> u.field, 'null')
                  and (w.operation <> 'update' or w.old ? u.field and w.new ? u.field)) end,
           w.target, w.at, w.actor
      from whole w
     where not w.links or w.field is not null
     union all
    select p.seq, p.operation, null, null, null, p.version, null, thing.schema_event(p.version), null, null, p.at, p.actor
      from page p
     where p.operation = 'schema'
     order by 1;
end
$$;
comment on function thing.event_rows(bigint[]) is 'Log rows as events. Internal.';
revoke all on function thing.event_rows(bigint[]) from public;
