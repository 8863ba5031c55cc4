-- Why a constraint does not hold: a message and up to ten rows (or groups of duplicates). No row when it does hold.
-- Runs inside the tenant's schema.
create or replace function thing.job_problem(p_class_id integer, p_kind text, p_table text, p_name text)
returns table (message text, rows jsonb)
language plpgsql
stable
as $$
declare
    v_table text;
    v_wanted record;
    v_columns text;
    v_query text;
    v_count bigint;
    v_rows jsonb;
begin
    if p_table is null then
        return;
    end if;
    v_table := format('%I.%I', current_schema(), p_table);
    select d.columns, d.lock_also, substring(d.definition from '\((.*)\)$') as keys into v_wanted
      from thing.desired_objects(p_class_id) d where d.table_name = p_table and d.kind = p_kind and d.name = p_name;
    select string_agg(quote_ident(c), ', ') into v_columns from unnest(v_wanted.columns) c;
    v_query := case p_kind
        when 'unique' then format(
            'select jsonb_build_object(''values'', to_jsonb(_g) - ''_rows'', ''rows'', _g._rows) as item from (
            select %3$s, count(*) as _rows from %2$s where (%1$s) is not null group by %4$s having count(*) > 1) _g',
            v_columns, v_table,
            (select string_agg(format('(array_agg(%1$I order by id))[1] as %1$I', c), ', ')
               from unnest(v_wanted.columns) c), v_wanted.keys)
        when 'not null' then format('select jsonb_build_object(''id'', t.id) as item from %s t where t.%I is null',
            v_table, p_name)
        when 'foreign' then format('select jsonb_build_object(''id'', t.%4$I, ''refersTo'', t.%2$s) as item from %1$s t
            where t.%2$s is not null and not exists (select from %3$I.%5$I r where r.id = t.%2$s)',
            v_table, v_columns, current_schema(), case when p_table like 'tj\_%' then 'source_id' else 'id' end,
            v_wanted.lock_also) end;
    if v_query is null then
        return;
    end if;
    execute format('select count(*) from (%s) q', v_query) into v_count;
    execute format('select jsonb_agg(q.item) from (%s limit 10) q', v_query) into v_rows;
    if v_count > 0 then
        return query select format(case p_kind
            when 'unique' then '%s values of %s stand in more than one row'
            when 'not null' then '%s rows have no %s'
            else '%s rows refer by %s to nothing' end, v_count,
                                array_to_string(thing.field_names(p_table, v_wanted.columns), ', ')), v_rows;
    end if;
end
$$;
comment on function thing.job_problem(integer, text, text, text) is
    'The rows that a constraint does not hold for. Internal.';
revoke all on function thing.job_problem(integer, text, text, text) from public;
