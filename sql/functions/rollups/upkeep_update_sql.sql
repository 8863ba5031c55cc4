-- PL/pgSQL that brings kept fields up to date, of the things _parents of their class: locked in the order of their ids,
-- so that of two who wrote to lists of one thing the second works from what the first has committed. The rows are
-- written even where no figure changes: a transaction whose snapshot is older than that cannot then write them, and
-- fails, in place of a figure that lacks what it could not see. No version, no row of the log: what is computed is not
-- what was written. p_field_ids: where the fields are defined. p_rows, p_link: SQL of the rows of the list that come
-- and go, and their reference (thing.upkeep_delta); without them all is worked out again. Runs inside the tenant's
-- schema.
create or replace function thing.upkeep_update_sql(
    p_class_id integer, p_field_ids integer[], p_rows text default null, p_link text default null)
returns text
language plpgsql
stable
as $$
begin
    return coalesce((
        select string_agg(format($plpgsql$
        perform from %1$I.%2$I _p where _p.id = any (_parents) order by _p.id for no key update;
        update %1$I.%2$I _p set %3$s%4$s where _p.id = any (_parents)%5$s;$plpgsql$, current_schema(),
                   'tc_' || c.physical_name, s.sets, case when s.figures is not null then format(
                       ' from (select _x.%I as _id, %s from (%s) _x group by 1) _d', p_link, s.figures, p_rows) end,
                   case when s.figures is not null then ' and _d._id = _p.id' end), '' order by c.id)
          from thing_classes c
         cross join lateral (
            select string_agg(format('%I = %s', f.physical_name, coalesce(d.value,
                       thing.computed_sql(f.type, f.params, f.expression, '_p'))), ', ' order by f.id) as sets,
                   string_agg(d.figures, ', ' order by f.id) as figures
              from unnest(p_field_ids) u
             cross join lateral thing.field_family(u) m
              join thing_class_fields f on f.id = m and f.class_id = c.id
              left join lateral (select * from thing.upkeep_delta(f.id) where p_rows is not null) d on true) s
         where c.id in (select thing.class_family(p_class_id)) and not c.abstract and c.dropped_version is null), '');
end
$$;
comment on function thing.upkeep_update_sql(integer, integer[], text, text) is
    'PL/pgSQL that brings kept fields of things up to date. Internal.';
revoke all on function thing.upkeep_update_sql(integer, integer[], text, text) from public;
