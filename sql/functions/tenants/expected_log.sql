-- Gives the log of the current schema, which is empty, the partitions that the log in p_schema has.
create or replace function thing.expected_log(p_schema text)
returns void
language plpgsql
as $$
declare
    v_log oid := to_regclass(format('%I.change_log', p_schema));
begin
    if (select c.relkind <> 'p' from pg_class c where c.oid = v_log) is not false then
        return;
    end if;
    perform thing.make_log_parent('change_log_0');
    execute format('drop table %I.change_log_0', current_schema());
    perform thing.add_log_partition(b.name, substring(b.bounds from 'FROM \(''(\d+)''\)')::bigint,
               substring(b.bounds from 'TO \(''(\d+)''\)')::bigint)
       from (select c.relname::text as name, pg_get_expr(c.relpartbound, c.oid) as bounds
               from pg_inherits h join pg_class c on c.oid = h.inhrelid
              where h.inhparent = v_log and c.relname ~ '^change_log_[1-9][0-9]*$') b
      where b.bounds ~ '^FOR VALUES FROM \((MINVALUE|''\d+'')\) TO \(''\d+''\)$';
end
$$;
comment on function thing.expected_log(text) is 'Give the log the partitions that another has. Internal.';
revoke all on function thing.expected_log(text) from public;
