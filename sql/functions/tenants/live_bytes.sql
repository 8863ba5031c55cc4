-- About how much room of a table and its indexes is in use: what deleted and changed rows have left is not, though the
-- files keep it. From a sample of 200 pages. Runs inside the tenant's schema.
create or replace function thing.live_bytes(p_table regclass)
returns bigint
language plpgsql
volatile
as $$
declare
    v_pages double precision := greatest(pg_relation_size(p_table) / current_setting('block_size')::integer, 1);
    v_table double precision := greatest(pg_table_size(p_table), 1);
    v_part double precision := least(200 / v_pages, 1);
    v_live double precision;
begin
    execute format('select coalesce(sum(pg_column_size(t.*) + 4), 0) / %s from %s t tablesample system (%s)',
        v_part, p_table, v_part * 100) into v_live;
    return least(v_live / v_table, 1) * pg_total_relation_size(p_table);
end
$$;
comment on function thing.live_bytes(regclass) is 'How much room of a table is in use, estimated. Internal.';
revoke all on function thing.live_bytes(regclass) from public;
