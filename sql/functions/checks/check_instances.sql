-- Things without a row in thing_instances, and rows there without a thing: one pass over all ids. Those of a dropped
-- class have none until it comes back. Runs inside the tenant's schema.
create or replace function thing.check_instances()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_schema text := quote_ident(current_schema());
    v_things text := (
        select string_agg(format('select t.id, %s as class_id from %s.%I t', c.id, v_schema,
                   'tc_' || c.physical_name), ' union all ' order by c.id)
          from thing_classes c
         where not c.abstract and c.rollup is null and c.dropped_version is null
           and to_regclass(quote_ident('tc_' || c.physical_name)) is not null);
begin
    return query execute replace(replace($sql$
        select k.kind, c.name, 'thing_instances', format(k.message, k.rows),
               array[format(k.fix, d.class_id, 'tc_' || c.physical_name)]
          from (select coalesce(t.class_id, i.class_id) as class_id, count(t.id) as missing, count(i.id) as orphaned
                  from ({things}) t
                  full join thing_instances i on (i.id, i.class_id) = (t.id, t.class_id)
                 where t.id is null or i.id is null
                 group by 1) d
          left join thing_classes c on c.id = d.class_id
          cross join lateral (values
            ('missing instance', d.missing, '%s things have no row',
                'insert into {s}.thing_instances (id, class_id, created_at)'
                ' select t.id, %1$s, t.created_at from {s}.%2$I t '
                'where not exists (select from {s}.thing_instances i where i.id = t.id and i.class_id = %1$s)'
                ' on conflict (id) do update set class_id = excluded.class_id'),
            ('orphaned instance', d.orphaned, '%s rows have no thing',
                case when c.id is null then 'delete from {s}.thing_instances i where i.class_id = %1$s'
                     else 'delete from {s}.thing_instances i where i.class_id = %1$s'
                          ' and not exists (select from {s}.%2$I t where t.id = i.id)' end)
          ) k (kind, rows, message, fix)
         where k.rows > 0
         order by d.class_id, k.kind
        $sql$, '{things}', coalesce(v_things, 'select null::uuid as id, 0 as class_id where false')), '{s}', v_schema);
end
$$;
comment on function thing.check_instances() is 'Things and instance rows without each other. Internal.';
revoke all on function thing.check_instances() from public;
