-- Log rows by seq as events: images keyed by column, of live fields and system columns alone, and what changed by API
-- name. The image after a change is what the next update or delete found, or the thing itself; a link has that of its
-- thing (of one that is gone: what its delete found) on both sides. A field whose column was not there before or after
-- (it is new, or of another type by now) did not change. Images are as the schema of today wants them
-- (thing.filled_image). Rows of classes that are dropped or purged, and links of fields that are, are left out. So is
-- what stands behind the delete of its thing: PostgreSQL logs a statement's cascades when it comes to it, so the links
-- that a delete takes along, and references that the same statement set to null, may come after it. Every query is
-- planned once a session, when the log may be small, so these settings are needed. Runs inside the tenant's schema.
create or replace function thing.event_rows(p_seqs bigint[])
returns table (seq bigint, operation text, class_id integer, class text, thing_id uuid,
               version integer, old jsonb, new jsonb,
               changed text[], target text, at timestamptz, actor text)
language plpgsql
stable
set enable_seqscan = off
set enable_bitmapscan = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    v_group record;
    v_fields text[];    -- columns of live fields
    v_names text[];     -- what the API calls them
    v_columns text[];   -- the same columns, and those of the system
    v_fits jsonb;       -- what fits there
    v_columns_now text[];   -- those that every image has by now
    v_unfit jsonpath;   -- what no image has any more
    v_renames jsonb;        -- options that were renamed
    v_missing uuid[];   -- things that no later row of the log has an image of
begin
    for v_group in
        select g.class_id, c.name, g.kind, g.seqs
          from (select l.class_id, case when l.operation in ('link', 'unlink') then 'link'
                                        when l.operation = 'schema' then 'schema' else 'thing' end as kind,
                       array_agg(l.seq) as seqs
                  from change_log l
                 where l.seq = any (p_seqs)
                 group by 1, 2) g
          left join thing_classes c on c.id = g.class_id and c.dropped_version is null
         where c.id is not null or g.kind = 'schema'
    loop
        if v_group.kind = 'schema' then
            return query
            select l.seq, l.operation, null::integer, null, null::uuid, l.version, null::jsonb,
                   thing.schema_event(l.version), null::text[], null, l.at, l.actor
              from change_log l
             where l.seq = any (v_group.seqs);
            continue;
        end if;
        select array_agg(f.physical_name), array_agg(f.name) into v_fields, v_names
          from (select f.physical_name, f.name from thing_class_fields f
                 where f.class_id = v_group.class_id and f.dropped_version is null order by f.position, f.id) f;
        v_columns := array['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by'] || v_fields;
        select f.fields, f.columns, f.unfit into v_fits, v_columns_now, v_unfit
          from thing.image_fields(v_group.class_id) f;
        v_renames := thing.option_renames(v_group.class_id);
        v_missing := array(
            select l.thing_id
              from change_log l
              left join lateral (     -- (an anti-join might be hashed: over the whole log)
                   select true as later from change_log n
                    where n.thing_id = l.thing_id and n.seq > l.seq
                      and n.operation in ('update', 'delete') limit 1) n on true
             where l.seq = any (v_group.seqs) and l.operation <> 'delete' and n.later is null);
        if v_group.kind = 'thing' then
            return query
            select l.seq, l.operation, v_group.class_id, v_group.name, l.thing_id, l.version, w.old, w.new, array(
                       select u.name
                         from unnest(v_fields, v_names) u (field, name)
                        where i.old -> u.field is distinct from i.new -> u.field
                          and nullif(i.old -> u.field, 'null') is distinct from nullif(i.new -> u.field, 'null')
                          and (l.operation <> 'update' or i.old ? u.field and i.new ? u.field)), null, l.at, l.actor
              from change_log l
              left join thing.live_images(v_group.class_id, v_missing) v on v.id = l.thing_id
               and l.operation <> 'delete'
              left join lateral (
                   select case when n.old ? '_same' then thing.whole_image(v_group.class_id, n.thing_id, n.seq, n.old)
                               else n.old end as old
                     from change_log n
                    where l.operation <> 'delete' and n.thing_id = l.thing_id and n.seq > l.seq
                      and n.operation in ('update', 'delete')
                      and n.version = l.version + 1
                    order by n.seq limit 1) n on true
             cross join lateral (
                   select case when v_renames is null then b.old else thing.renamed_image(b.old, v_renames) end as old,
                          case when v_renames is null then b.new else thing.renamed_image(b.new, v_renames) end as new
                     from (select case when l.old ? '_same'
                                       then thing.whole_image(v_group.class_id, l.thing_id, l.seq, l.old)
                                       else l.old end as old,
                                  coalesce(n.old, case when (v.image ->> 'version')::integer = l.version
                                                       then v.image end) as new) b) a
             cross join lateral (        -- "offset 0": worked out once
                   select a.old - array(select jsonb_object_keys(a.old - v_columns)) as old,
                          a.new - array(select jsonb_object_keys(a.new - v_columns)) as new
                   offset 0) i
             cross join lateral (
                   select case when (i.old ?& v_columns_now and not i.old @? v_unfit) is not false then i.old
                               else thing.filled_image(v_group.class_id, l.thing_id, l.seq, i.old, v_fits) end as old,
                          case when (i.new ?& v_columns_now and not i.new @? v_unfit) is not false then i.new
                               else thing.filled_image(v_group.class_id, l.thing_id, l.seq, i.new, v_fits) end as new
                   offset 0) w
             where l.seq = any (v_group.seqs) and (l.operation <> 'update' or i.new is not null);
        else
            return query
            select l.seq, l.operation, v_group.class_id, v_group.name, l.thing_id, l.version, w.image, w.image,
                   array[t.field], t.target, l.at, l.actor
              from change_log l
             cross join lateral (
                   select e.value as target, v_names[array_position(v_fields, e.key)] as field
                     from jsonb_each_text(coalesce(l.new, l.old)) e) t
              left join thing.live_images(v_group.class_id, v_missing) v on v.id = l.thing_id
              left join lateral (
                   select case when n.old ? '_same' then thing.whole_image(v_group.class_id, n.thing_id, n.seq, n.old)
                               else n.old end as old, n.operation
                     from change_log n
                    where n.thing_id = l.thing_id and n.seq > l.seq
                      and (n.operation in ('update', 'delete') or n.operation = 'insert' and l.operation = 'unlink')
                    order by n.seq limit 1) n on true
             cross join lateral (
                   select case when v_renames is null then b.image
                               else thing.renamed_image(b.image, v_renames) end as image
                     from (select case when n.operation is null then v.image else n.old end as image) b) a
             cross join lateral (select a.image - array(
                                    select jsonb_object_keys(a.image - v_columns)) as image offset 0) i
             cross join lateral (
                   select case when (i.image ?& v_columns_now and not i.image @? v_unfit) is not false then i.image
                               else thing.filled_image(v_group.class_id, l.thing_id, l.seq,
                                   i.image, v_fits) end as image
                   offset 0) w
             where l.seq = any (v_group.seqs) and t.field is not null and i.image is not null;
        end if;
    end loop;
end
$$;
comment on function thing.event_rows(bigint[]) is 'Log rows as events. Internal.';
revoke all on function thing.event_rows(bigint[]) from public;
