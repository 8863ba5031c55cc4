-- Immediate rollups and kept fields that are not what the direct query says: something was written past the triggers.
-- Runs inside the tenant's schema.
create or replace function thing.check_figures()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_rollup record;
    v_field record;
    v_count bigint;
begin
    for v_rollup in
        select c.id, c.name, 'tc_' || c.physical_name as table_name
          from thing_classes c
          join thing_rollups r on r.class_id = c.id
         where c.dropped_version is null and c.rollup ->> 'refresh' = 'immediate'
         order by c.id
    loop
        execute format('select count(*) from (%s) d', thing.rollup_differences_sql(v_rollup.id)) into v_count;
        if v_count > 0 then
            return next ('changed figures', v_rollup.name, v_rollup.table_name,
                format('%s groups are not what the things say', v_count),
                array[format('select thing.fill_rollup(%s)', v_rollup.id)])::thing.damage;
        end if;
    end loop;
    for v_field in
        select f.id, f.physical_name, c.name as class, 'tc_' || c.physical_name as table_name
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null and not c.abstract
          join pg_attribute a on a.attrelid = to_regclass(quote_ident('tc_' || c.physical_name))
           and a.attname = f.physical_name and not a.attisdropped
         where f.expression -> 'kept' = 'true' and f.dropped_version is null and not f.inlined
         order by f.id
    loop
        execute format('select count(*) from %I _p where %s', v_field.table_name, thing.kept_differs_sql(v_field.id))
           into v_count;
        if v_count > 0 then
            return next ('changed figures', v_field.class, v_field.table_name || '.' || v_field.physical_name,
                format('%s things have a kept figure that is not what its list says', v_count),
                array[format('select thing.fill_kept(%s)', v_field.id)])::thing.damage;
        end if;
    end loop;
end
$$;
comment on function thing.check_figures() is 'Rollups and kept fields that are not what the things say. Internal.';
revoke all on function thing.check_figures() from public;
