-- Whether a value may stand for one of a field's type in a policy: a literal that fits it, or {"$claim": name} (or a
-- list of names, that lead to it) for what a token says. Errors: TB02B INVALID_POLICY.
create or replace function thing.check_policy_value(p_type text, p_params jsonb, p_value jsonb, p_what text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_claim jsonb := p_value -> '$claim';
    v_problem text;
begin
    if jsonb_typeof(p_value) = 'object' and p_value ? '$claim' then
        if p_value - '$claim' <> '{}' or jsonb_path_exists(p_value, '$."$claim"[*] ? (@.type() != "string")')
           or jsonb_typeof(v_claim) not in ('string', 'array') or v_claim in ('""', '[]') then
            perform thing.fail('INVALID_POLICY',
                format('%s: $claim takes the name of a claim, or a list of names that lead to it', p_what), p_value);
        end if;
        return;
    end if;
    v_problem := case when coalesce(p_value, 'null') = 'null' then 'must be a value, not null'
                      when p_type is not null then thing.check_value(p_type, p_params, p_value) end;
    if v_problem is not null then
        perform thing.fail('INVALID_POLICY', format('%s %s', p_what, v_problem), p_value);
    end if;
end
$$;
comment on function thing.check_policy_value(text, jsonb, jsonb, text) is 'Check a value in a policy. Internal.';
revoke all on function thing.check_policy_value(text, jsonb, jsonb, text) from public;
