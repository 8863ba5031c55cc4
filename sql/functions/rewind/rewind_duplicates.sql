-- Things of a class whose earlier values another thing has by now where they must be unique: one that stays, even where
-- it is to change as well (two things that exchange their values cannot be written one after the other). Runs inside
-- the tenant's schema.
create or replace function thing.rewind_duplicates(p_class_id integer, p_steps thing.rewind_step[])
returns setof thing.rewind_conflict
language plpgsql
stable
set enable_nestloop = off     -- how many steps there are is not known to the planner
as $$
declare
    v_table text := quote_ident(thing.table_name(p_class_id));
    v_index record;
begin
    for v_index in
        select c.relname, (
                   select string_agg(f.name, ', ' order by f.position, f.id)
                     from pg_attribute a
                     join thing_class_fields f on f.class_id = p_class_id and f.physical_name = a.attname
                      and f.dropped_version is null
                    where a.attrelid = i.indrelid
                      and (a.attnum = any (i.indkey)
                           or exists (select from pg_depend d   -- (an index over an expression)
                                       where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
                                         and d.refobjid = i.indrelid and d.refobjsubid = a.attnum))) as fields,
               string_agg(format('%s as k%s', pg_get_indexdef(i.indexrelid, k, true), k), ', ' order by k) as keys,
               string_agg(format(case when i.indnullsnotdistinct then 'a.k%1$s is not distinct from b.k%1$s'
                                      else 'a.k%1$s = b.k%1$s' end, k), ' and ' order by k) as equal,
               coalesce(pg_get_expr(i.indpred, i.indrelid), 'true') as condition
          from pg_index i
          join pg_class c on c.oid = i.indexrelid
         cross join lateral generate_series(1, i.indnkeyatts) k
         where i.indrelid = to_regclass(v_table) and i.indisunique and not i.indisprimary and i.indisvalid
         group by c.relname, i.indexrelid, i.indnullsnotdistinct, i.indpred, i.indrelid
         order by c.relname
    loop
        return query execute format($sql$
            with coming as materialized (
                select _q._id, _q._update, %1$s
                  from (select r.thing_id as _id, r.action = 'update' as _update, new.*
                          from (%2$s) r
                          left join %3$s _o on _o.id = r.thing_id
                         cross join lateral jsonb_populate_record(_o, r.image) new) _q
                 where %4$s),
            present as not materialized (
                select _q.id as _id, %1$s from %3$s _q where %4$s),
            changed as materialized (
                select a.* from coming a
                 where not a._update or not exists (select from present b where b._id = a._id and %5$s))
            select $2, d._id, null::text, 'DUPLICATE', jsonb_build_object('fields', $3, 'other', min(d.other::text))
              from (select a._id, b._id as other
                      from changed a
                      join present b on %5$s and b._id <> a._id
                     where b._id not in (select s.thing_id from unnest($1) s where s.action = 'delete')
                     union all
                    select a._id, b._id from changed a join changed b on %5$s and b._id <> a._id) d
             group by d._id$sql$,
            v_index.keys, thing.rewind_rows_sql(p_class_id, '{insert,update}'), v_table, v_index.condition,
            v_index.equal)
        using p_steps, p_class_id, v_index.fields;
    end loop;
end
$$;
comment on function thing.rewind_duplicates(integer, thing.rewind_step[]) is
    'Things whose earlier values another thing has by now. Internal.';
revoke all on function thing.rewind_duplicates(integer, thing.rewind_step[]) from public;
