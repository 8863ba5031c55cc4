-- Raises one of our errors by its code. DETAIL is always JSON. Never returns.
create or replace function thing.fail(
    p_code text, p_message text, p_detail jsonb default '{}', p_hint text default null)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sqlstate text;
    v_hint text;
begin
    select e.sqlstate, e.hint into strict v_sqlstate, v_hint from thing.error_codes e where e.code = p_code;
    raise exception using
        errcode = v_sqlstate,
        message = p_message,
        detail = coalesce(p_detail, '{}')::text,
        hint = coalesce(p_hint, v_hint);
end
$$;
comment on function thing.fail(text, text, jsonb, text) is
    'Raise the error with this code of thing.error_codes; DETAIL is JSON, HINT the way out.';
revoke all on function thing.fail(text, text, jsonb, text) from public;
