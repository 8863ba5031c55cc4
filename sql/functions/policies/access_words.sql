-- What a policy (as thing.policies has it) says of a class, in words. p_missing: claims that the token lacks.
create or replace function thing.access_words(p_policy jsonb, p_class text, p_missing text[])
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_verb text := p_policy ->> 'verb';
    v_when text := thing.policy_words(coalesce(p_policy -> 'when', '{}'), '');
    v_check text := thing.policy_words(coalesce(p_policy -> 'check', '{}'), '');
    v_fields text := case when v_verb in ('aggregate', 'delete') or not p_policy ? 'role' then ''
        when not p_policy ? 'fields' then 'all fields of '
        else coalesce((select string_agg(f, ', ') from jsonb_array_elements_text(p_policy -> 'fields') f),
                      'no fields') || ' of ' end;
begin
    return case when p_policy ? 'role' then format('%s may %s %s%s', p_policy ->> 'role', v_verb, v_fields, p_class)
                else format('all roles may %s %s only', v_verb, p_class) end
        || case when v_when <> '' then ' where ' || v_when else '' end
        || case when v_check <> '' then format('%s as long as it becomes %s',
               case when v_when <> '' then ',' else '' end, v_check) else '' end
        || coalesce((select ', with '
                         || string_agg(format('%s = %s', e.key, thing.policy_value_words(e.value)), ' and ')
                       from jsonb_each(p_policy -> 'presets') e), '')
        || case when p_missing = '{}' then ''
                else format('. The token has no fitting claim %s: %s', array_to_string(p_missing, ', '),
                    case when p_policy ? 'role' then 'this grants nothing' else 'nothing is let through' end) end;
end
$$;
comment on function thing.access_words(jsonb, text, text[]) is 'What a policy says, in words. Internal.';
revoke all on function thing.access_words(jsonb, text, text[]) from public;
