-- Stage of thing.diff: the policies that are not there. Runs inside the tenant's schema.
create or replace function thing.diff_put_policies(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select (d.value - 'verb') || jsonb_build_object('op', case when d.value ? 'role' then 'grant' else 'restrict' end,
               'verbs', jsonb_build_array(d.value -> 'verb'))
      from jsonb_array_elements(case jsonb_typeof(p_document -> 'policies') when 'array'
                                     then p_document -> 'policies' else '[]' end) with ordinality d
     where not exists (select from thing.policy_documents() p
                        where thing.comparable_policy(d.value) = thing.comparable_policy(p))
     order by d.ordinality;
end
$$;
comment on function thing.diff_put_policies(jsonb) is 'Stage of thing.diff: grant policies. Internal.';
revoke all on function thing.diff_put_policies(jsonb) from public;
