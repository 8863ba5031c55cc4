-- The one statement that writes the things of a rewind, over $1, its steps. In one statement, since foreign keys are
-- looked at behind it: what is deleted may be referred to until something else is updated, what is updated may refer to
-- what is inserted again, and what is inserted again may need the unique value of what is deleted. Each part counts the
-- one before it, so it begins when that is done: deletes, updates, inserts; inserts in the order of p_class_ids. Runs
-- inside the tenant's schema.
create or replace function thing.rewind_write_sql(p_steps thing.rewind_step[], p_class_ids integer[])
returns text
language plpgsql
stable
as $$
declare
    v_parts text[];
begin
    select array_agg(format(
               case p.action
               when 'delete' then 'delete from %1$I.%2$I t using unnest($1) s where s.class_id = %3$s '
                                  'and s.action = ''delete'' and t.id = s.thing_id'
               when 'update' then
                   'update %1$I.%2$I t set (%4$s) = (select %5$s from jsonb_populate_record(t, r.image) _r) '
                   'from (%6$s) r where t.id = r.thing_id'
               else
                   'insert into %1$I.%2$I (%7$s) select r.thing_id, '
                   '(select 1 + max(l.version) from %1$I.change_log l where l.thing_id = r.thing_id), '
                   '%8$s from (%6$s) r '
                   'cross join lateral jsonb_populate_record(null::%1$I.%2$I, r.image) _r where true' end,
               current_schema(), thing.table_name(p.class_id), p.class_id, p.columns, p.row_columns,
               thing.rewind_rows_sql(p.class_id, array[p.action]),
               concat_ws(', ', 'id, version, created_at, created_by', p.columns),
               concat_ws(', ', 'r.made_at::timestamptz, r.made_by', p.row_columns))
               order by p.n, p.place)
      into v_parts
      from (select a.n, a.action, c.place, c.class_id,
                   string_agg(quote_ident(f), ', ' order by f) as columns,
                   string_agg('_r.' || quote_ident(f), ', ' order by f) as row_columns
              from unnest(array['delete', 'update', 'insert']) with ordinality a (action, n)
             cross join unnest(p_class_ids) with ordinality c (class_id, place)
              left join lateral unnest(thing.rewind_columns(c.class_id)) f on true
             where exists (select from unnest(p_steps) s where s.class_id = c.class_id and s.action = a.action)
             group by a.n, a.action, c.place, c.class_id) p;
    return (
        select 'with ' || string_agg(format('p%s as (%s%s returning 1)', p.n, p.text,
                   case when p.n > 1 then format(' and (select count(*) from p%s) >= 0', p.n - 1) end), ', '
                   order by p.n)
               || format(' select %s', string_agg(format('(select count(*) from p%s)', p.n), ' + '))
          from unnest(v_parts) with ordinality p (text, n));
end
$$;
comment on function thing.rewind_write_sql(thing.rewind_step[], integer[]) is
    'The statement that writes the things of a rewind. Internal.';
revoke all on function thing.rewind_write_sql(thing.rewind_step[], integer[]) from public;
