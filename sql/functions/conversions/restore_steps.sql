-- What brings a kept column up to date before it is taken back: rows whose current value is not what the kept one
-- became are converted back, all others keep exactly what they had. The rows are sought without a lock, the few written
-- meanwhile under it. Where the same migration has just taken a kept column back (p_version), what is to be converted
-- is only known once that step has run: all rows are looked at then, under the lock. Runs inside the tenant's schema.
-- Errors: TB033 CONVERSION_FAILED with the rows that do not convert back.
create or replace function thing.restore_steps(p_other integer, p_version integer)
returns thing.ddl_step[]
language plpgsql
as $$
declare
    v_since pg_snapshot := pg_current_snapshot();
    v_pair record;
    v_forth record;
    v_back record;
    v_changed text;
    v_ids uuid[];
    v_chained boolean;
    v_steps thing.ddl_step[] := '{}';
begin
    for v_pair in select * from thing.retypes_of(p_other) loop
        -- A descendant made while the field was dropped has no column of it yet, so no values either.
        continue when not exists (
            select from pg_attribute a where a.attrelid = to_regclass(quote_ident(v_pair.table_name))
               and a.attname = v_pair.own_column and not a.attisdropped);
        v_forth := thing.conversion_sql(v_pair.other_type, v_pair.own_type, v_pair.own_params,
            format('t.%I', v_pair.other_column), v_pair.renamed_back);
        v_back := thing.conversion_sql(v_pair.own_type, v_pair.other_type, v_pair.other_params,
            format('t.%I', v_pair.own_column), v_pair.renamed);
        v_back.guard := coalesce(v_back.guard, format('t.%I is null', v_pair.own_column));
        v_back.value := coalesce(v_back.value,
            format('null::%s', thing.column_type(v_pair.other_type, v_pair.other_params)));
        v_changed := case when not exists (   -- a descendant that came meanwhile: its column is only to be made
            select from pg_attribute a where a.attrelid = to_regclass(quote_ident(v_pair.table_name))
               and a.attname = v_pair.other_column and not a.attisdropped)
            then format('t.%I is not null', v_pair.own_column) else concat_ws(' and ',
            format('not (%s and row(%s)::record *= row(t.%I)::record)', v_forth.guard,
                v_forth.value, v_pair.own_column),
            format('not (%s and row(%s)::record *= row(t.%I)::record)', v_back.guard, v_back.value,
                v_pair.other_column)) end;
        v_chained := exists (select from thing_class_fields o
            where o.class_id = v_pair.class_id and o.pending ->> 'superseded' = v_pair.field_id::text
              and o.dropped_version = p_version and o.id <> v_pair.other_id);
        perform thing.check_convertible(v_pair.class_id, v_pair.field, v_pair.own_column, v_back.guard,
            v_pair.other_type, v_changed)
          where not v_chained;
        execute format('select array(select t.id from %I.%I t where %s limit 10001)', current_schema(),
            v_pair.table_name, v_changed) into v_ids;
        v_steps := v_steps || thing.ddl_step(phase => 'rows', table_name => v_pair.table_name,
            lock_mode => 'ACCESS EXCLUSIVE', sql => format(
                'update %1$I.%2$I t set %3$I = case when %4$s then %5$s else thing.refuse_conversion(%6$L, t.id, '
                'to_jsonb(t.%7$I))::%8$s end where %9$s (%10$s)',
                current_schema(), v_pair.table_name, v_pair.other_column, v_back.guard, v_back.value,
                v_pair.field, v_pair.own_column,
                thing.column_type(v_pair.other_type, v_pair.other_params),
                case when cardinality(v_ids) <= 10000 and not v_chained
                     then format('t.id = any (array(select unnest(%L::uuid[]) union %s)) and',
                              v_ids, thing.recent_ids_sql(v_pair.class_id, v_since)) end,
                v_changed));
    end loop;
    return v_steps;
end
$$;
comment on function thing.restore_steps(integer, integer) is
    'Steps that bring a kept column up to date before it is taken back. Internal.';
revoke all on function thing.restore_steps(integer, integer) from public;
