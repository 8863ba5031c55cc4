-- The change that makes a policy as it is now; null for no such policy. Runs inside the tenant's schema.
create or replace function thing.policy_undo(p_class_id integer, p_role text, p_verb text, p_name text)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select (d - array['classId', 'verb']) || jsonb_build_object('verbs', jsonb_build_array(p_verb),
                   'op', case when p_role = '' then 'restrict' else 'grant' end)
          from thing.policy_documents() d
         where (d ->> 'classId')::integer = p_class_id and coalesce(d ->> 'role', '') = p_role
           and d ->> 'verb' = p_verb and coalesce(d ->> 'name', '') = p_name);
end
$$;
comment on function thing.policy_undo(integer, text, text, text) is 'The change that makes a policy again. Internal.';
revoke all on function thing.policy_undo(integer, text, text, text) from public;
