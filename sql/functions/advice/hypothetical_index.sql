-- What PostgreSQL would do with an index that is not there, over these keys of a class's table (as thing_class_indexes
-- has them; the first p_equal are compared, what follows is an order where p_reading is 'page', else a range): the cost
-- of its plan now and then, whether that uses the index, and how many bytes it would have. All null without the
-- extension hypopg (https://hypopg.readthedocs.io). Runs inside the tenant's schema.
create or replace function thing.hypothetical_index(
    p_class_id integer, p_field_ids integer[], p_orders text[], p_equal integer, p_reading text,
    out cost_now double precision, out cost_then double precision, out used boolean, out bytes bigint)
language plpgsql
as $$
declare
    v_hypopg text := (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                       where e.extname = 'hypopg');
    v_table text := format('%I.%I', current_schema(), thing.table_name(p_class_id));
    v_last text := 'id' || case when p_orders[cardinality(p_orders)] like 'DESC%' then ' DESC' else '' end;
    v_keys text;
    v_query text;
    v_plan jsonb;
    v_index record;
begin
    if v_hypopg is null then
        return;
    end if;
    -- (a value that is not known when it is planned: what any value costs)
    select string_agg(format('%I %s', c.name, c.direction), ', ' order by c.n),
           format('select %s from %s where %s %s',
               case when p_reading = 'page' then '*' else string_agg(quote_ident(c.name), ', ' order by c.n) end,
               v_table,
               coalesce(string_agg(format(case when c.n <= p_equal then '%1$I = (select %1$I from %2$s limit 1)'
                                               when p_reading <> 'page'
                                               then '%1$I between (select %1$I from %2$s limit 1) and '
                                                    '(select %1$I from %2$s limit 1)' end, c.name, v_table),
                            ' and ' order by c.n), 'true'),
               case when p_reading = 'page'
                    then 'order by ' || coalesce(string_agg(format('%I %s', c.name, c.direction), ', ' order by c.n)
                                                     filter (where c.n > p_equal) || ', ', '') || v_last || ' limit 20'
                    else '' end)
      into v_keys, v_query
      from (
        select k.n, replace(k.direction, '_', ' ') as direction, coalesce(s.column_name, f.physical_name) as name
          from unnest(p_field_ids, p_orders) with ordinality k (id, direction, n)
          left join thing.system_keys() s on s.id = k.id
          left join thing_class_fields f on f.class_id = p_class_id and f.id in (select thing.field_family(k.id))) c;
    execute 'explain (format json) ' || v_query into v_plan;
    cost_now := v_plan -> 0 -> 'Plan' -> 'Total Cost';
    execute format('select indexrelid, indexname from %s.hypopg_create_index($1)', v_hypopg)
       into v_index using format('create index on %s (%s, %s)', v_table, v_keys, v_last);
    execute 'explain (format json) ' || v_query into v_plan;
    cost_then := v_plan -> 0 -> 'Plan' -> 'Total Cost';
    used := position(to_jsonb(v_index.indexname::text)::text in v_plan::text) > 0;
    execute format('select %1$s.hypopg_relation_size($1)', v_hypopg) into bytes using v_index.indexrelid;
    execute format('select %1$s.hypopg_drop_index($1)', v_hypopg) using v_index.indexrelid;
end
$$;
comment on function thing.hypothetical_index(integer, integer[], text[], integer, text) is
    'What PostgreSQL would do with an index that is not there. Internal.';
revoke all on function thing.hypothetical_index(integer, integer[], text[], integer, text) from public;
