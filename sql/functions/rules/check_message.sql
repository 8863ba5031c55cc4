-- A message of the tenant's own: a text of 1 to 500 characters. Errors: TB025 INVALID_RULE.
create or replace function thing.check_message(p_where text, p_message jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if jsonb_typeof(p_message) <> 'string' or char_length(p_message #>> '{}') not between 1 and 500 then
        perform thing.fail('INVALID_RULE', format('%s: a message must be a text of 1 to 500 characters', p_where),
            jsonb_build_object('message', p_message));
    end if;
    return p_message;
end
$$;
comment on function thing.check_message(text, jsonb) is 'Check a tenant''s own message of a rule. Internal.';
revoke all on function thing.check_message(text, jsonb) from public;
