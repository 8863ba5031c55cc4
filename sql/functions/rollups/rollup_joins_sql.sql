-- SQL that joins the things of a rollup's paths to the counted things, _s. p_state: 'now'; 'before', what it was before
-- the update (old_rows) of things of class p_class_id; 'without', as if the thing of that class that is being deleted
-- (old) were gone. Runs inside the tenant's schema.
create or replace function thing.rollup_joins_sql(
    p_rollup jsonb, p_state text default 'now', p_class_id integer default null, p_before integer default null)
returns text
language plpgsql
stable
as $$
begin
    return (
        select coalesce(string_agg(format(case when j.state = 'now' then ' left join %1$s %2$s on %2$s.id = %3$s'
                   when j.state = 'without' then ' left join lateral (select _t.* from %1$s _t where _t.id = %3$s and '
                       '_t.id <> old.id) %2$s on true'
                   else ' left join lateral (select _t.id, %4$s from %1$s _t left join old_rows _o on _o.id = _t.id '
                       'where _t.id = %3$s) %2$s on true' end,
                   thing.rollup_table_sql(h.target_id, h.columns), h.alias,
                   format('%s.%I', h.source_alias, h.source_column),
                   (select string_agg(format('case when _o.id is null then _t.%1$I else _o.%1$I end as %1$I', c), ', '
                        order by n) from unnest(h.columns) with ordinality u (c, n))), '' order by h.hop), '')
          from thing.rollup_hops(p_rollup) h
          cross join lateral (select case when p_class_id in (select f from thing.class_family(h.target_id) f)
                                          then p_state else 'now' end as state) j
         where p_before is null or h.hop < p_before);
end
$$;
comment on function thing.rollup_joins_sql(jsonb, text, integer, integer) is
    'SQL that joins the things of paths. Internal.';
revoke all on function thing.rollup_joins_sql(jsonb, text, integer, integer) from public;
