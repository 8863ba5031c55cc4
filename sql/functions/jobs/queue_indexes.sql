-- Queues the building of indexes that this version of the core wants and that are not there, or are otherwise: an older
-- one made them. Constraints are left to thing.check: those that an older core made are wanted still. Runs inside the
-- tenant's schema.
create or replace function thing.queue_indexes()
returns void
language plpgsql
as $$
begin
    perform thing.enqueue_job(jsonb_build_object('kind', (w.d).kind, 'class_id', w.id, 'field_id', (w.d).field_id,
        'table', (w.d).table_name, 'name', (w.d).name), null)
       from (select c.id, d
               from thing_classes c
               left join thing.native_rules(array(select l.id from thing_classes l where l.dropped_version is null)) r
                 on r.class_id = c.id
              cross join lateral thing.wanted_constraints_and_indexes(c.id, r.rules) d
              where not c.abstract and to_regclass(quote_ident((d).table_name)) is not null
                and (d).definition like '%thing.%') w
       left join thing.actual_objects(null) a on a.table_name = (w.d).table_name and a.kind = (w.d).kind
        and a.signature = (w.d).signature
      where a.name is null
      order by w.id, (w.d).name;
end
$$;
comment on function thing.queue_indexes() is 'Queue the indexes that came with a newer core. Internal.';
revoke all on function thing.queue_indexes() from public;
