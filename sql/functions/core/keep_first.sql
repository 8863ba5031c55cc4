-- The transition of the aggregate thing.first_of: what came first is kept. It holds one value, where array_agg would
-- hold those of the whole group. (No SET clause: it is called once a row, and has nothing to look up.)
create or replace function thing.keep_first(kept anyelement, value anyelement)
returns anyelement
language sql
immutable strict parallel safe
as $$
    select kept
$$;
comment on function thing.keep_first(anyelement, anyelement) is
    'Transition of thing.first_of. Example: select thing.keep_first(1, 2).';
revoke all on function thing.keep_first(anyelement, anyelement) from public;
grant execute on function thing.keep_first(anyelement, anyelement) to thing_tenant;

create or replace aggregate thing.first_of(anyelement) (
    sfunc = thing.keep_first, stype = anyelement, parallel = safe);
comment on aggregate thing.first_of(anyelement) is
    'The first value that is not null. Example: select thing.first_of(n order by n) from generate_series(1, 9) n.';
revoke all on function thing.first_of(anyelement) from public;
grant execute on function thing.first_of(anyelement) to thing_tenant;
