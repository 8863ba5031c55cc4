-- The trigger function upkeep_<class id> behind statements on the things of a class, as text: for kept figures of the
-- lists that their references make, and, at updates, of the lists that they stand in by links. Null: none is needed.
-- Updated things count where what the figures read has changed, found by set operations, not by a join, which could be
-- planned for few rows and meet many. Runs inside the tenant's schema.
create or replace function thing.upkeep_class_sql(p_class_id integer)
returns text
language plpgsql
stable
as $$
declare
    v_body text := '';
    v_list record;
    v_parents text;
    v_changed constant text := 'select 1 as _s, _n.* from new_rows _n where _n.id in (select unnest(_changed)) '
        'union all select -1, _o.* from old_rows _o where _o.id in (select unnest(_changed))';
begin
    for v_list in
        select l.class_id, l.link_column, array_agg(distinct l.field_id) as field_ids,
               concat(', ' || thing.upkeep_columns_sql(p_class_id, array_agg(c), '_x')) as columns
          from thing.kept_lists() l
          left join lateral unnest(l.columns) c on true
         where l.kind = 'reference' and p_class_id in (select thing.class_family(l.link_id))
         group by l.class_id, l.link_column
         order by l.class_id, l.link_column
    loop
        v_parents := format('array(select distinct _x.%1$I from {rows} _x where _x.%1$I is not null)',
            v_list.link_column);
        v_body := v_body || format($plpgsql$
    if tg_op = 'INSERT' then
        _parents := %1$s;
        if _parents <> '{}' then%2$s
        end if;
    elsif tg_op = 'DELETE' then
        _parents := %3$s;
        if _parents <> '{}' then%4$s
        end if;
    else
        _changed := array(select _c.id from (
            (select _x.id, _x.%5$I%6$s from new_rows _x except select _x.id, _x.%5$I%6$s from old_rows _x)
             union all
            (select _x.id, _x.%5$I%6$s from old_rows _x except select _x.id, _x.%5$I%6$s from new_rows _x)) _c);
        if _changed <> '{}' then
            _parents := array(select _x.%5$I from (%7$s) _x where _x.%5$I is not null group by 1);%8$s
        end if;
    end if;$plpgsql$, replace(v_parents, '{rows}', 'new_rows'),
            thing.upkeep_update_sql(v_list.class_id, v_list.field_ids, 'select 1 as _s, _n.* from new_rows _n',
                v_list.link_column),
            replace(v_parents, '{rows}', 'old_rows'),
            thing.upkeep_update_sql(v_list.class_id, v_list.field_ids, 'select -1 as _s, _o.* from old_rows _o',
                v_list.link_column),
            v_list.link_column, v_list.columns, v_changed,
            thing.upkeep_update_sql(v_list.class_id, v_list.field_ids, v_changed, v_list.link_column));
    end loop;
    for v_list in
        select l.class_id, l.kind, l.link_id, l.link_column, array_agg(distinct l.field_id) as field_ids,
               thing.upkeep_columns_sql(p_class_id, array_agg(c), '_x') as columns
          from thing.kept_lists() l
         cross join lateral unnest(l.columns) c
         where l.kind <> 'reference' and p_class_id in (select thing.class_family(l.item_id))
         group by l.class_id, l.kind, l.link_id, l.link_column
         order by l.class_id, l.link_id, l.link_column
    loop
        v_body := v_body || format($plpgsql$
    if tg_op = 'UPDATE' then
        _changed := array(select distinct _c.id from (
            select _x.id, %1$s from new_rows _x except select _x.id, %1$s from old_rows _x) _c);
        if _changed <> '{}' then
            if current_setting('transaction_isolation') <> 'read committed' then
                perform thing.fail('FORBIDDEN_WRITE', %2$L, null, 'Do it in a transaction that is READ COMMITTED.');
            end if;
            _parents := array(%3$s);%4$s
        end if;
    end if;$plpgsql$, v_list.columns, format('kept figures of %s depend on this thing of %s',
                (select c.name from thing_classes c where c.id = v_list.class_id),
                (select c.name from thing_classes c where c.id = p_class_id)), (
                select string_agg(format('select _j.%I from %I.%I _j where _j.%I = any (_changed)',
                           case v_list.kind when 'links' then 'source_id' else 'target_id' end, current_schema(),
                           format('tj_%s_%s', f, v_list.link_column),
                           case v_list.kind when 'links' then 'target_id' else 'source_id' end), ' union ' order by f)
                  from thing.class_family(v_list.link_id) f
                  join thing_classes k on k.id = f and not k.abstract and k.dropped_version is null
                 where v_list.kind = 'links' or f = p_class_id),
            thing.upkeep_update_sql(v_list.class_id, v_list.field_ids));
    end loop;
    return case when v_body <> '' then thing.upkeep_function_sql('upkeep_' || p_class_id, v_body) end;
end
$$;
comment on function thing.upkeep_class_sql(integer) is
    'The trigger function of things that kept figures are of. Internal.';
revoke all on function thing.upkeep_class_sql(integer) from public;
