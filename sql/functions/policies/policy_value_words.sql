-- A value of a policy in words: JSON text, or claim app.teams. Pure.
create or replace function thing.policy_value_words(p_value jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when jsonb_typeof(p_value) = 'object' and p_value ? '$claim' then 'claim ' || (
               select string_agg(c #>> '{}', '.') from jsonb_path_query(p_value, '$."$claim"[*]') c)
               else p_value::text end
$$;
comment on function thing.policy_value_words(jsonb) is 'A value of a policy in words. Internal.';
revoke all on function thing.policy_value_words(jsonb) from public;
