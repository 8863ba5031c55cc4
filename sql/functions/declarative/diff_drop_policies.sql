-- Stage of thing.diff: the policies that a document lacks, or wants otherwise: those are made again at the end. A
-- document without "policies" leaves them as they are. Runs inside the tenant's schema.
create or replace function thing.diff_drop_policies(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_strip_nulls(jsonb_build_object('op', 'revoke', 'role', p -> 'role', 'class', p -> 'class',
               'verbs', jsonb_build_array(p -> 'verb'), 'name', p -> 'name'))
      from thing.policy_documents() p
     where jsonb_typeof(p_document -> 'policies') = 'array'
       and not exists (select from jsonb_array_elements(p_document -> 'policies') d
                        where thing.comparable_policy(d) = thing.comparable_policy(p));
end
$$;
comment on function thing.diff_drop_policies(jsonb) is 'Stage of thing.diff: revoke policies. Internal.';
revoke all on function thing.diff_drop_policies(jsonb) from public;
