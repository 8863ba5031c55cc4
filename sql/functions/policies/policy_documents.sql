-- The policies of the tenant by the names that its API has now: {role?, class, classId, verb, name?, fields?, when?,
-- check?, presets?}, in order of classes; without a role it is a restriction. Runs inside the tenant's schema.
-- Errors: TB034 DEPENDENCY where one needs what is gone, TB02B INVALID_POLICY where it does not fit any more.
create or replace function thing.policy_documents()
returns setof jsonb
language plpgsql
stable
as $$
begin
    if exists (select from thing_policies p join thing_classes c on c.id = p.class_id
                where c.dropped_version is not null) then
        perform thing.fail('DEPENDENCY', 'policies name a class that is gone',
            (select jsonb_agg(distinct c.name) from thing_policies p join thing_classes c on c.id = p.class_id
              where c.dropped_version is not null), 'Revoke them first.');
    end if;
    return query
    select jsonb_strip_nulls(jsonb_build_object('role', nullif(p.role, ''), 'class', c.name, 'classId', c.id,
               'verb', p.verb, 'name', nullif(p.name, ''), 'fields', thing.policy_fields(c.id, p.fields, true)))
           || coalesce((select jsonb_object_agg(k.key, k.value)
                          from (values ('when', thing.policy_condition(c.id, p.condition, true)),
                                       ('check', thing.policy_condition(c.id, p.new_condition, true)),
                                       ('presets', thing.policy_presets(c.id, p.presets, true))) k (key, value)
                         where k.value is not null), '{}')
      from thing_policies p
      join thing_classes c on c.id = p.class_id
     order by c.id, p.role, p.verb, p.name;
end
$$;
comment on function thing.policy_documents() is 'The policies of a tenant, by names. Internal.';
revoke all on function thing.policy_documents() from public;
