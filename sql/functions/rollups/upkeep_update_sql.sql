-- PL/pgSQL that works out kept fields again, of the things _parents of their class: locked in the order of their ids,
-- so that of two who wrote to lists of one thing the second works from what the first has committed. The rows are
-- written even where no figure changes: a transaction whose snapshot is older than that cannot then write them, and
-- fails, in place of a figure that lacks what it could not see. No version, no row of the log: what is computed is not
-- what was written. p_field_ids: where the fields are defined. Runs inside the tenant's schema.
create or replace function thing.upkeep_update_sql(p_class_id integer, p_field_ids integer[])
returns text
language plpgsql
stable
as $$
begin
    return coalesce((
        select string_agg(format($plpgsql$
        perform from %1$I.%2$I _p where _p.id = any (_parents) order by _p.id for no key update;
        update %1$I.%2$I _p set %3$s where _p.id = any (_parents);$plpgsql$, current_schema(),
                   'tc_' || c.physical_name, s.sets), '' order by c.id)
          from thing_classes c
         cross join lateral (
            select string_agg(format('%I = %s', f.physical_name,
                       thing.computed_sql(f.type, f.params, f.expression, '_p')), ', ' order by f.id) as sets
              from unnest(p_field_ids) u
             cross join lateral thing.field_family(u) m
              join thing_class_fields f on f.id = m and f.class_id = c.id) s
         where c.id in (select thing.class_family(p_class_id)) and not c.abstract and c.dropped_version is null), '');
end
$$;
comment on function thing.upkeep_update_sql(integer, integer[]) is
    'PL/pgSQL that works out kept fields of things. Internal.';
revoke all on function thing.upkeep_update_sql(integer, integer[]) from public;
