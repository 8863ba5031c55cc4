-- The trigger function of a class that a rollup's paths go through, rollup_<id>_<class id>, as text: behind updates of
-- its things, and before each is deleted (the counted things that refer to it go, or refer to nothing, later in the
-- same statement). It moves the counted things that lead there from their old groups to their new ones. A snapshot
-- that is older than what it waited for would miss some, so it wants READ COMMITTED. Runs inside the tenant's schema.
create or replace function thing.rollup_path_function_sql(p_rollup_id integer, p_class_id integer)
returns text
language plpgsql
stable
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_rollup_id);
    v_changed text;
    v_things text;
begin
    select string_agg(distinct format('_n.%1$I is distinct from _o.%1$I', c), ' or ') into v_changed
      from thing.rollup_hops(v_rollup) h cross join lateral unnest(h.columns) c
     where p_class_id in (select f from thing.class_family(h.target_id) f);
    select string_agg(format('select %s from %s _s%s where %s.%I = any (_changed)', (
                   select string_agg('_s.' || quote_ident(c), ', ' order by n)
                     from unnest(thing.rollup_source_columns(v_rollup)) with ordinality u (c, n)),
               thing.rollup_table_sql((v_rollup ->> 'class')::integer, thing.rollup_source_columns(v_rollup)),
               thing.rollup_joins_sql(v_rollup, 'now', null, h.hop), h.source_alias, h.source_column), ' union '
               order by h.hop) into v_things
      from thing.rollup_hops(v_rollup) h
     where p_class_id in (select f from thing.class_family(h.target_id) f);
    return thing.rollup_function_sql(p_rollup_id, format('rollup_%s_%s', p_rollup_id, p_class_id), format($plpgsql$
    if tg_op = 'DELETE' then
        _changed := array[old.id];
    else
        _changed := array(select _n.id from new_rows _n join old_rows _o on _o.id = _n.id where %1$s);
        if _changed = '{}' then
            return null;
        end if;
    end if;
    if current_setting('transaction_isolation') <> 'read committed' then
        perform thing.fail('FORBIDDEN_WRITE', %2$L, null, 'Do it in a transaction that is READ COMMITTED.');
    end if;
    perform pg_advisory_xact_lock(hashtext(tg_table_schema || '.rollups'), _b.bucket)
       from (select distinct uuid_hash(_c) & 127 as bucket from unnest(_changed) _c order by 1) _b;
%3$s    if tg_op = 'DELETE' then
%4$s
    else
%6$s%5$s
    end if;$plpgsql$, v_changed, format('rollup %s depends on this thing of %s',
            (select c.name from thing_classes c where c.id = p_rollup_id),
            (select c.name from thing_classes c where c.id = p_class_id)),
        thing.rollup_hold_sql(v_rollup, v_things),
        thing.rollup_change_sql(p_rollup_id,
            thing.rollup_rows_sql(p_rollup_id, format('(%s) _s', v_things), '-1') || ' union all '
            || thing.rollup_rows_sql(p_rollup_id, format('(%s) _s', v_things), '1', null, 'without', p_class_id),
            'without', p_class_id),
        thing.rollup_change_sql(p_rollup_id,
            thing.rollup_rows_sql(p_rollup_id, format('(%s) _s', v_things), '-1', null, 'before', p_class_id)
            || ' union all ' || thing.rollup_rows_sql(p_rollup_id, format('(%s) _s', v_things), '1')),
        thing.rollup_hold_sql(v_rollup, v_things, 'before', p_class_id)));
end
$$;
comment on function thing.rollup_path_function_sql(integer, integer) is
    'The trigger function of things that a rollup''s paths go through. Internal.';
revoke all on function thing.rollup_path_function_sql(integer, integer) from public;
