-- The statement triggers of one table: no growth beyond limits, logging (p_functions: for insert, update, delete;
-- without one for update it is refused), membership of references (p_refer: arguments of check_references; null: none),
-- no TRUNCATE. p_table is quoted already. Runs inside the tenant's schema.
create or replace function thing.log_triggers_sql(p_table text, p_functions text[], p_arguments text, p_refer text)
returns setof text
language plpgsql
stable
as $$
declare
    v_event record;
begin
    for v_event in
        select e.event, e.tables, p_functions[e.n] as function, e.event <> 'delete' as refers
          from (values (1, 'insert', 'new table as new_rows'),
                       (2, 'update', 'old table as old_rows new table as new_rows'),
                       (3, 'delete', 'old table as old_rows')) e (n, event, tables)
    loop
        if v_event.function is null then
            return next format(
                'create or replace trigger refuse_%1$s before %1$s on %2$s for each statement execute function '
                'thing.refuse_write()',
                v_event.event, p_table);
            continue;
        end if;
        if v_event.event <> 'delete' then
            return next format(
                'create or replace trigger grow_%1$s before %1$s on %2$s for each statement execute function '
                '%3$I.refuse_growth()',
                v_event.event, p_table, current_schema());
        end if;
        return next format(
            'create or replace trigger %1$s after %2$s on %3$s referencing %4$s for each statement execute function '
            '%5$I.%1$s(%6$s)',
            v_event.function, v_event.event, p_table, v_event.tables, current_schema(), p_arguments);
        if v_event.refers and p_refer is not null then
            return next format(
                'create or replace trigger refer_%1$s after %1$s on %2$s referencing %3$s for each statement execute '
                'function thing.check_references(%4$s)',
                v_event.event, p_table, v_event.tables, p_refer);
        end if;
    end loop;
    return next format(
        'create or replace trigger refuse_truncate before truncate on %s for each statement execute '
        'function thing.refuse_write()',
        p_table);
end
$$;
comment on function thing.log_triggers_sql(text, text[], text, text) is
    'CREATE TRIGGER statements that log one table. Internal.';
revoke all on function thing.log_triggers_sql(text, text[], text, text) from public;
