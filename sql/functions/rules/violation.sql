-- One item of a report of violations.
create or replace function thing.violation(p_field text, p_rule text, p_message text, p_params jsonb default '{}')
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('field', p_field, 'rule', p_rule, 'message', p_message, 'params', p_params)
$$;
comment on function thing.violation(text, text, text, jsonb) is 'One item of a report of violations. Internal.';
revoke all on function thing.violation(text, text, text, jsonb) from public;
