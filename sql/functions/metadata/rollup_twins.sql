-- A figure that was asked for and those that come along with it: the count of the same values, of an average their sum
-- as well. Pure.
create or replace function thing.rollup_twins(p_item jsonb)
returns table (item jsonb, given boolean)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select p_item, true
    union all
    select jsonb_build_object('function', t.function, 'path', p_item -> 'path'), false
      from (values ('count', '{sum,avg,min,max}'::text[]), ('sum', '{avg}')) t (function, beside)
     where p_item ->> 'function' = any (t.beside)
$$;
comment on function thing.rollup_twins(jsonb) is 'A figure of a rollup and those that come along. Internal.';
revoke all on function thing.rollup_twins(jsonb) from public;
