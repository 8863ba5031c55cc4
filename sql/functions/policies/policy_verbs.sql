-- The list `verbs` of a change of policies, checked. Errors: TB02B INVALID_POLICY.
create or replace function thing.policy_verbs(p_verbs jsonb)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_known constant text[] := '{read,aggregate,create,update,delete}';
begin
    if jsonb_typeof(p_verbs) is distinct from 'array' or p_verbs = '[]' or not to_jsonb(v_known) @> p_verbs then
        perform thing.fail('INVALID_POLICY', format('verbs must be a list of some of %s',
            array_to_string(v_known, ', ')), p_verbs);
    end if;
    return array(select v from jsonb_array_elements_text(p_verbs) v group by v order by v);
end
$$;
comment on function thing.policy_verbs(jsonb) is 'The verbs of a change of policies. Internal.';
revoke all on function thing.policy_verbs(jsonb) from public;
