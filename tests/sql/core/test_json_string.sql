-- thing.json_string: what to_json makes of a text, on every version; the planner writes it out.
begin;
select plan(3);
select is(count(*) filter (where thing.json_string(v)::text is distinct from to_json(v)::text), 0::bigint, 'as to_json')
  from (select chr(n) || 'x' as v from generate_series(1, 1500) n
        union all values (null), (''), ('"\'), (E'a\nb\tc'), ('</script>'), ('5" wide'), (U&'\2028\+01D11E')) t;
select is(thing.json_string(null)::text, null, 'null for null');
create function pg_temp.plan_of() returns setof text language plpgsql as $$
begin
    return query execute 'explain (verbose) select thing.json_string(d.description) from pg_catalog.pg_description d';
end
$$;
select is(count(*) filter (where p like '%thing.%'), 0::bigint, 'written out in a plan') from pg_temp.plan_of() p;
select * from finish();
rollback;
