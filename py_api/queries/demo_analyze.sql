-- Statistics of the demo's tables at once: autovacuum would come a minute after the first queries.
do $$
declare
    v_table regclass;
begin
    for v_table in select t.oid::regclass from pg_class t where t.relnamespace = 'tenant_world'::regnamespace and t.relkind = 'r' loop
        execute format('analyze %s', v_table);
    end loop;
end
$$
