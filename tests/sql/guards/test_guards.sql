-- Guards pass their value on or undo the statement that they stand in.
begin;
select plan(13);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "name", "type": "text"}]');
insert into tenant_shop.tc_product (name) select 'n' || i from generate_series(1, 5) i;
create function pg_temp.detail(p_statement text) returns jsonb language plpgsql as $$
declare v_detail text;
begin
    execute p_statement;
    return null;
exception when others then
    get stacked diagnostics v_detail = pg_exception_detail;
    return v_detail;
end $$;
select is(thing.check_at_most(5, 5), 5::bigint);
select is(thing.check_at_most(5, null), 5::bigint, 'no limit');
select throws_ok($$
    with changed as (update tenant_shop.tc_product set name = 'x' returning id)
    select thing.check_at_most(count(*), 4) from changed $$, 'TB063', 'the request would change more than 4 things');
select is(pg_temp.detail('select thing.check_at_most(5, 4)'), '{"count": 5, "atMost": 4}');
select is((select count(*) from tenant_shop.tc_product where name = 'x'), 0::bigint, 'nothing was changed');
select is(thing.check_version(3, 3), 3);
select is(thing.check_version(3, null), 3, 'any version');
select throws_ok($$ update tenant_shop.tc_product set name = 'x' where name = 'n1' and thing.check_version(version, 7) > 0 $$, 'TB002', 'the thing is at version 1, not 7');
select is(pg_temp.detail('select thing.check_version(1, 7)'), '{"version": 1, "expected": 7}');

-- What groups are made by stands in parallel plans: aggregates of large classes need them.
select is(thing.time_zone(z), z, z) from unnest(array['Europe/Oslo', 'america/port-au-prince']) z;
select is(count(thing.time_zone(z.name)), count(*), 'all zones with a continent')
  from pg_timezone_names z where z.name ~ '^[A-Za-z_]+(/[A-Za-z_-]+)+$';
set local parallel_setup_cost = 0;
set local parallel_tuple_cost = 0;
set local min_parallel_table_scan_size = 0;
create function pg_temp.plan(p_query text) returns setof text language plpgsql as $$
begin return query execute 'explain (costs off) ' || p_query; end $$;
select ok(bool_or(line like '%Workers Planned%'), 'it does not stand in the way of workers')
  from pg_temp.plan($$
    select thing.check_groups(count(*), 9)
      from (select date_trunc('day', timezone((select thing.time_zone('Europe/Oslo')), created_at)), count(*)
              from tenant_shop.tc_product group by 1) g $$) line;
select * from finish();
rollback;
