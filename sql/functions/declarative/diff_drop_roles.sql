-- Stage of thing.diff: the roles that a document lacks. Runs inside the tenant's schema.
create or replace function thing.diff_drop_roles(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'drop_role', 'role', r.name)
      from thing_roles r
     where jsonb_typeof(p_document -> 'roles') = 'array'
       and r.name not in (select d ->> 'name' from jsonb_array_elements(p_document -> 'roles') d)
       and not exists (select from thing_roles o where r.name = any (o.includes))
     order by r.name collate "C";
end
$$;
comment on function thing.diff_drop_roles(jsonb) is 'Stage of thing.diff: drop roles. Internal.';
revoke all on function thing.diff_drop_roles(jsonb) from public;
