-- The query whose rows a copy of a tenant has of a table, in these columns. p_replaced: the schema with the made-up
-- values of fields that are marked personal (thing.begin_replacement); null: all as it is. With it, what else may hold
-- values of them is left out: the log but for schema changes, columns of dropped fields, dropped classes, rollups and
-- computed columns (which are worked out again), answers, documents, errors of jobs, who wrote things. Runs inside the
-- tenant's schema.
create or replace function thing.archived_sql(p_table text, p_columns text[], p_replaced text)
returns text
language plpgsql
stable
as $$
declare
    v_class record;
    v_columns text;
    v_where text := '';
begin
    if p_replaced is null then
        return format('select %s from %I.%I', (select string_agg(quote_ident(k.name), ', ' order by k.n)
                                                 from unnest(p_columns) with ordinality k (name, n)),
            current_schema(), p_table);
    end if;
    select c.id, c.dropped_version is null and c.rollup is null as alive into v_class
      from thing_classes c where 'tc_' || c.physical_name = p_table;
    if p_table in ('thing_classes', 'thing_class_fields', 'thing_class_uniques', 'thing_class_indexes', 'thing_enums',
                   'thing_numbers', 'thing_roles', 'thing_policies', 'thing_rollups', 'thing_class_entries',
                   'schema_versions', 'thing_instances') then
        null;
    elsif p_table = 'change_log' then
        v_where := ' where t.operation = ''schema''';
    elsif p_table = 'thing_jobs' then
        v_where := ' where t.state <> ''done''';
    elsif exists (select from thing_class_fields f where format('tj_%s_%s', f.class_id, f.physical_name) = p_table
                     and f.dropped_version is null) then
        return (select format('select %s from %I.%I',
                           (select string_agg(quote_ident(k.name), ', ' order by k.n)
                              from unnest(p_columns) with ordinality k (name, n)),
                           case when f.personal then p_replaced else current_schema() end, p_table)
                  from thing_class_fields f
                 where format('tj_%s_%s', f.class_id, f.physical_name) = p_table and f.dropped_version is null);
    elsif v_class.alive is not true then
        v_where := ' where false';
    elsif exists (select from pg_class r where r.relname = p_table
                     and r.relnamespace = to_regnamespace(quote_ident(p_replaced))) then
        v_where := format(' join %I.%I r on r.id = t.id', p_replaced, p_table);
    end if;
    select string_agg(case
               when (p_table, k.name) in (('change_log', 'actor'), ('thing_jobs', 'error'),
                        ('thing_jobs', 'error_detail')) then 'null'
               when v_class.id is not null and k.name in ('created_by', 'updated_by') then '''replaced'''
               when f.id is null then format('t.%I', k.name)
               when not (f.alive and v_class.alive) then 'null'
               when f.start is not null then f.start
               when f.personal then format('r.%I', k.name)
               else format('t.%I', k.name) end, ', ' order by k.n)
      into v_columns
      from unnest(p_columns) with ordinality k (name, n)
      left join lateral (select o.id, o.personal, o.dropped_version is null as alive,
                                case when o.expression is not null   -- a kept one: it is filled at the end
                                     then thing.value_sql(o.type, o.params, o.expression -> 'start') end as start
                           from thing_class_fields o
                          where o.class_id = v_class.id and o.physical_name = k.name) f on true;
    return format('select %s from %I.%I t%s', v_columns, current_schema(), p_table, v_where);
end
$$;
comment on function thing.archived_sql(text, text[], text) is 'The query of what a copy has of a table. Internal.';
revoke all on function thing.archived_sql(text, text[], text) from public;
