-- The fields that a policy (as thing.policies has it) is about: those that it names, or all that its class has itself
-- and that the verb can be about, with those of the system where they are read. Null for verbs that are about whole
-- things, and for restrictions. Runs inside the tenant's schema.
create or replace function thing.granted_fields(p_policy jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_verb text := p_policy ->> 'verb';
begin
    if v_verb in ('aggregate', 'delete') or not p_policy ? 'role' then
        return null;
    elsif p_policy ? 'fields' then
        return p_policy -> 'fields';
    end if;
    return (
        select coalesce(jsonb_agg(f.name order by f.id), '[]')
          from thing_class_fields f
         where f.class_id = (p_policy ->> 'classId')::integer and f.dropped_version is null and f.expression is null
           and (v_verb = 'read' or f.type <> 'references' and not coalesce(p_policy -> 'presets', '{}') ? f.name))
        || case when v_verb = 'read' then '["version", "createdAt", "updatedAt", "createdBy", "updatedBy"]'
                else '[]' end::jsonb;
end
$$;
comment on function thing.granted_fields(jsonb) is 'The fields that a policy is about. Internal.';
revoke all on function thing.granted_fields(jsonb) from public;
