-- Errors: TB020 INVALID_CHANGE unless p_object is a JSON object with some of these keys and no others.
create or replace function thing.check_keys(p_object jsonb, p_keys text[], p_what text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_bad text;
begin
    if jsonb_typeof(p_object) is distinct from 'object' then
        perform thing.fail('INVALID_CHANGE', format('%s must be a JSON object', p_what), p_object);
    end if;
    select k into v_bad from jsonb_object_keys(p_object) k where k <> all (p_keys) order by k limit 1;
    if found then
        perform thing.fail('INVALID_CHANGE', format('%s has no key %s', p_what, v_bad),
            jsonb_build_object('key', v_bad, 'allowed', p_keys));
    end if;
end
$$;
comment on function thing.check_keys(jsonb, text[], text) is
    'Fail when a JSON object has other keys than these. Internal.';
revoke all on function thing.check_keys(jsonb, text[], text) from public;
