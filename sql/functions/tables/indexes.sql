-- The indexes over several keys of a tenant's classes (of one class), as PostgreSQL has them. state: ready; building (a
-- job is at it); missing (thing.repair makes it). Errors: TB021 UNKNOWN_CLASS, those of thing.enter_tenant. Definer:
-- reads metadata for the tenant's role.
create or replace function thing.indexes(tenant text, of_class text default null)
returns table (class text, name text, keys jsonb, inherited_from text, state text, bytes bigint, scans bigint)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_class integer;
begin
    perform thing.enter_tenant(indexes.tenant);
    if indexes.of_class is not null then
        v_class := (thing.class_row(indexes.of_class)).id;
    end if;
    return query
    select c.name, o.name, thing.index_keys(i.field_ids, i.orders), nullif(d.name, c.name),
           case when x.indisvalid then 'ready'
                when exists (select from thing_jobs j where j.object_name = o.object and j.state <> 'done')
                then 'building' else 'missing' end,
           pg_relation_size(x.indexrelid), pg_stat_get_numscans(x.indexrelid)
      from thing_classes c
      cross join lateral thing.index_objects(c.id) o
      join thing_class_indexes i on i.id = o.id
      join thing_classes d on d.id = i.class_id
      left join pg_index x on x.indexrelid = to_regclass(quote_ident(o.object))
     where c.dropped_version is null and not c.abstract and (v_class is null or c.id = v_class)
     order by c.name collate "C", o.name collate "C";
end
$$;
comment on function thing.indexes(text, text) is
    'The indexes over several keys, with size and use. Example: select * from thing.indexes(''acme'', ''Product'').';
revoke all on function thing.indexes(text, text) from public;
grant execute on function thing.indexes(text, text) to thing_admin, thing_tenant;
