-- Things of a class whose earlier values break the rules of today: conflicts with what they break. A rule relative to
-- now counts where its value changes, as it does for any write. Runs inside the tenant's schema.
create or replace function thing.rewind_broken(p_class_id integer, p_steps thing.rewind_step[])
returns setof thing.rewind_conflict
language plpgsql
stable
set enable_nestloop = off     -- how many steps there are is not known to the planner
as $$
declare
    v_class record;
    v_predicate text := (select c.predicate from thing_classes c where c.id = p_class_id);
begin
    if coalesce(v_predicate, '') = '' then
        return;
    end if;
    select c.name, coalesce(c.compiled, thing.compiled_rules(c.id)) as rules into strict v_class
      from thing_classes c where c.id = p_class_id;
    return query execute format($sql$
        select $2, b.thing_id, null::text, 'RULES',
               jsonb_build_object('violations', thing.describe_violations($3, b.failing))
          from (select r.thing_id, thing.still_judged($3, %1$s,
                           case when r.action = 'update' then to_jsonb(_o) end, to_jsonb(new)) as failing
                  from (%2$s) r
                  left join %3$I _o on _o.id = r.thing_id
                 cross join lateral jsonb_populate_record(_o, r.image) new
                 where not (%4$s)) b
         where cardinality(b.failing) > 0$sql$,
        thing.failing_sql(v_class.rules), thing.rewind_rows_sql(p_class_id, '{insert,update}'),
        thing.table_name(p_class_id), v_predicate)
    using p_steps, p_class_id, v_class.rules;
end
$$;
comment on function thing.rewind_broken(integer, thing.rewind_step[]) is
    'Things whose earlier values break the rules of today. Internal.';
revoke all on function thing.rewind_broken(integer, thing.rewind_step[]) from public;
