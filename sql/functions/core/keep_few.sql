-- The transition of the aggregate thing.few_of: the first values are kept, and no more than are wanted. (No SET clause:
-- it is called once a row, and has nothing to look up.)
create or replace function thing.keep_few(kept anyarray, value anyelement, most integer)
returns anyarray
language sql
immutable parallel safe
as $$
    select case when cardinality(kept) < most then array_append(kept, value) else kept end
$$;
comment on function thing.keep_few(anyarray, anyelement, integer) is
    'Transition of thing.few_of. Example: select thing.keep_few(array[1], 2, 9).';
revoke all on function thing.keep_few(anyarray, anyelement, integer) from public;
grant execute on function thing.keep_few(anyarray, anyelement, integer) to thing_tenant;

create or replace aggregate thing.few_of(anyelement, integer) (
    sfunc = thing.keep_few, stype = anyarray, initcond = '{}', parallel = safe);
comment on aggregate thing.few_of(anyelement, integer) is
    'The first values, so many at most. Example: select thing.few_of(n, 3 order by n) from generate_series(1, 9) n.';
revoke all on function thing.few_of(anyelement, integer) from public;
grant execute on function thing.few_of(anyelement, integer) to thing_tenant;
