-- What is called for each row that has a computed field, the planner inlines; null gives null.
begin;
select plan(3);
create function pg_temp.plan(p_query text) returns setof text language plpgsql as $$
begin
    return query execute 'explain (verbose, costs off) ' || p_query;
end
$$;
create temp table n (x numeric, d date, t timestamptz);
select is_empty($$select p from pg_temp.plan('select thing.computed_integer(x), thing.computed_bigint(x),
    thing.computed_decimal(x, 5, 2), thing.days_between(d, d), thing.seconds_between(t, t) from n') p
    where p like '%thing.%'$$, 'no function is called');
insert into n values (null, null, null), (7.345, '2024-02-29', '2024-02-29Z'), (1e30, 'infinity', 'infinity');
select results_eq('select thing.computed_integer(x), thing.computed_bigint(x), thing.computed_decimal(x, 5, 2) from n',
    'values (null::integer, null::bigint, null::numeric), (7, 7, 7.35), (null, null, null)', 'numbers');
select results_eq($$select thing.days_between(d, '2024-03-01'), thing.seconds_between(t, '2024-02-29T00:01Z') from n$$,
    'values (null::numeric, null::numeric), (1, 60), (null, null)', 'dates and times');
select * from finish();
rollback;
