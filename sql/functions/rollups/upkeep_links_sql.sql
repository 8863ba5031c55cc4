-- The trigger function upkeep_<class id>_<column> behind statements on a join table, as text: for kept figures of the
-- lists that a to-many field makes, from either end. Null: none is needed. The things that join a list are held until
-- the transaction ends: who changes them waits, and then finds the link. Runs inside the tenant's schema.
create or replace function thing.upkeep_links_sql(p_class_id integer, p_column text)
returns text
language plpgsql
stable
as $$
declare
    v_body text := '';
    v_list record;
begin
    for v_list in
        select l.class_id, l.item_id, case l.kind when 'links' then 'source_id' else 'target_id' end as owner_column,
               case l.kind when 'links' then 'target_id' else 'source_id' end as item_column,
               array_agg(distinct l.field_id) as field_ids, bool_or(l.columns <> '{}') as reads
          from thing.kept_lists() l
         where l.kind <> 'reference' and l.link_column = p_column
           and p_class_id in (select thing.class_family(l.link_id))
         group by l.class_id, l.kind, l.item_id
         order by l.class_id, l.kind
    loop
        v_body := v_body || format($plpgsql$
    if tg_op = 'INSERT' then
        _changed := array(select distinct _x.%1$I from new_rows _x);%2$s
        _parents := array(select distinct _x.%3$I from new_rows _x);
    else
        _parents := array(select distinct _x.%3$I from old_rows _x);
    end if;
    if _parents <> '{}' then%4$s
    end if;$plpgsql$, v_list.item_column, case when v_list.reads then (
                select string_agg(format(
                           E'\n        perform from %I.%I _t where _t.id = any (_changed) order by _t.id for share;',
                           current_schema(), t.name), '' order by t.n)
                  from unnest(thing.concrete_tables(v_list.item_id)) with ordinality t (name, n)) end,
            v_list.owner_column, thing.upkeep_update_sql(v_list.class_id, v_list.field_ids));
    end loop;
    return case when v_body <> '' then thing.upkeep_function_sql(format('upkeep_%s_%s', p_class_id, p_column), v_body)
           end;
end
$$;
comment on function thing.upkeep_links_sql(integer, text) is
    'The trigger function of links that kept figures are of. Internal.';
revoke all on function thing.upkeep_links_sql(integer, text) from public;
