-- Writes the policies of a change grant or restrict (p_role empty), one for each verb; what undoes it puts back what
-- was there. Runs inside the tenant's schema. Errors: TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD, TB02B INVALID_POLICY.
create or replace function thing.put_policies(p_role text, p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_name text := coalesce(p_op ->> 'name', '');
    v_undo jsonb := jsonb_strip_nulls(jsonb_build_object('class', p_op -> 'class', 'role', nullif(p_role, ''),
        'name', nullif(v_name, '')));
    v_verb text;
    v_bad text;
    v_old jsonb;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    foreach v_verb in array thing.policy_verbs(p_op -> 'verbs') loop
        select k.key into v_bad from jsonb_each(p_op) k
         where k.key in ('fields', 'when', 'check', 'presets') and k.value <> 'null'
           and k.key <> all (case v_verb when 'read' then array['fields', 'when'] when 'aggregate' then '{}'
               when 'create' then array['fields', 'check', 'presets'] when 'delete' then array['when']
               else array['fields', 'when', 'check', 'presets'] end)
         order by k.key limit 1;
        if found then
            perform thing.fail('INVALID_POLICY', format('a policy for %s takes no %s', v_verb, v_bad), p_op,
                case v_verb when 'aggregate' then 'Figures are of what the role may read.' end);
        end if;
        v_old := thing.policy_undo(v_class, p_role, v_verb, v_name);
        v_result.inverse := coalesce(v_old, v_undo || jsonb_build_object('op', 'revoke', 'verbs',
            jsonb_build_array(v_verb))) || v_result.inverse;
        delete from thing_policies p
         where (p.class_id, p.role, p.verb, p.name) = (v_class, p_role, v_verb, v_name);
        insert into thing_policies (role, class_id, verb, name, fields, condition, new_condition, presets,
            created_version)
        values (p_role, v_class, v_verb, v_name, thing.policy_fields(v_class, p_op -> 'fields', false),
            thing.policy_condition(v_class, p_op -> 'when', false),
            thing.policy_condition(v_class, p_op -> 'check', false),
            thing.policy_presets(v_class, p_op -> 'presets', false), p_version);
        v_result.changes := v_result.changes || jsonb_build_array(v_undo || jsonb_build_object(
            'kind', case when p_role = '' then 'RESTRICTED' else 'GRANTED' end, 'verb', v_verb,
            'impact', case when p_role = '' then 'BREAKING' when v_old is not null then 'DANGEROUS' else 'SAFE' end));
    end loop;
    return v_result;
end
$$;
comment on function thing.put_policies(text, jsonb, integer) is 'Write policies of a change. Internal.';
revoke all on function thing.put_policies(text, jsonb, integer) from public;
