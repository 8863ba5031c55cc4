-- Converts the next rows of one class in the order of their ids, and notes how far it is: 300 at a time, for a session
-- that changes one of them waits until all are done. After the last: looks for rows that were passed over because
-- somebody held them, and goes round again, or notes the class as done. Runs inside the tenant's schema. Errors: TB030
-- SCHEMA_BUSY, TB033 CONVERSION_FAILED.
create or replace function thing.convert_batch(p_job bigint, p_progress jsonb, p_pair record)
returns void
language plpgsql
as $$
declare
    v_progress jsonb := coalesce(p_progress, '{"done": [], "rows": 0}');
    v_conversion record := thing.conversion_sql(p_pair.own_type, p_pair.other_type, p_pair.other_params,
        format('t.%I', p_pair.own_column), p_pair.renamed);
    v_table text := format('%I.%I', current_schema(), p_pair.table_name);
    v_open text := format('t.%I is null and t.%I is not null and %s', p_pair.other_column,
        p_pair.own_column, v_conversion.guard);
    v_last uuid;
    v_rows integer;
begin
    execute format(
        'with next as materialized (select t.id from %1$s t where t.id > $1 order by t.id limit 300),
              batch as (select t.id from next n join %1$s t on t.id = n.id where %2$s
                           for no key update of t skip locked),
              done as (update %1$s t set %3$I = %4$s from batch b where t.id = b.id)
         select count(*), (array_agg(n.id order by n.id desc))[1] from next n',
        v_table, v_open, p_pair.other_column, v_conversion.value)
       into v_rows, v_last
      using coalesce(v_progress ->> 'after', '00000000-0000-0000-0000-000000000000')::uuid;
    if v_rows > 0 then
        v_progress := v_progress || jsonb_build_object('class', p_pair.class, 'after', v_last,
            'rows', (v_progress ->> 'rows')::bigint + v_rows,
            'of', (select nullif(greatest(c.reltuples, 0), 0)::bigint from pg_class c
                    where c.oid = to_regclass(v_table)));
    else
        perform thing.check_convertible(p_pair.class_id, p_pair.field, p_pair.own_column,
            v_conversion.guard, p_pair.other_type);
        execute format('select count(*) from (select from %s t where %s limit 1) t', v_table, v_open) into v_rows;
        if v_rows > 0 and not v_progress ? 'after' then
            perform thing.fail('SCHEMA_BUSY', format('rows of %s are held by a long transaction', p_pair.class), '{}',
                'The job tries again by itself.');
        end if;
        v_progress := v_progress - 'after' || case when v_rows = 0 then jsonb_build_object('done', v_progress -> 'done'
            || to_jsonb(p_pair.class_id)) else '{}' end;
    end if;
    update thing_jobs j set progress = v_progress where j.id = p_job;
end
$$;
comment on function thing.convert_batch(bigint, jsonb, record) is
    'Convert a batch of rows of a change of type. Internal.';
revoke all on function thing.convert_batch(bigint, jsonb, record) from public;
