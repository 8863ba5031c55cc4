-- Class rules with one field renamed, wherever a check names it (as field, other or in fields).
create or replace function thing.rename_in_rules(p_rules jsonb, p_from text, p_to text)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when not p_rules ? 'checks' then p_rules
        else jsonb_set(p_rules, '{checks}', (
            select jsonb_object_agg(c.key, thing.rename_in_check(c.value, p_from, p_to))
              from jsonb_each(p_rules -> 'checks') c)) end
$$;
comment on function thing.rename_in_rules(jsonb, text, text) is 'Class rules with one field renamed. Internal.';
revoke all on function thing.rename_in_rules(jsonb, text, text) from public;
