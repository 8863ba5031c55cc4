-- Takes a canonical rule apart: its argument, and its own message if it has one ({"value", "message"}).
create or replace function thing.rule_argument(p_given jsonb, out argument jsonb, out message text)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when m.overridden then p_given -> 'value' else p_given end,
           case when m.overridden then p_given ->> 'message' end
      from (select jsonb_typeof(p_given) = 'object' and p_given ?& array['value', 'message']
                   and p_given - 'value' - 'message' = '{}' as overridden) m
$$;
comment on function thing.rule_argument(jsonb) is 'Argument and message of a canonical rule. Internal.';
revoke all on function thing.rule_argument(jsonb) from public;
