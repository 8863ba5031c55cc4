-- Every format takes its examples, refuses its counterexamples, and its pattern is as safe as a user's must be.
begin;
select plan((select sum(cardinality(examples) + cardinality(counterexamples) + 1) from thing.formats)::integer);
select is(thing.value_violations(to_jsonb(e), jsonb_build_object('format', f.name)), '[]', format('%s: %s', f.name, e))
  from thing.formats f cross join unnest(f.examples) e;
select is(thing.value_violations(to_jsonb(e), jsonb_build_object('format', f.name)) -> 0 ->> 'message', 'must be ' || f.expects, format('%s: not %s', f.name, left(e, 40)))
  from thing.formats f cross join unnest(f.counterexamples) e;
select lives_ok(format('select thing.pattern_cost(%L)', f.pattern), f.name || ': linear time') from thing.formats f where f.name not in ('ipv6', 'hostname')
union all
-- Longer than a tenant's pattern may be, but without what makes one dangerous.
select ok(f.pattern !~ '\\[0-9]|\(\?[^:]', f.name || ': no back-reference, no look-around') from thing.formats f where f.name in ('ipv6', 'hostname');
select * from finish();
rollback;
