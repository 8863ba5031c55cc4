-- Stage of thing.diff: roles that are not there, or are to be otherwise; those that include others last. A document
-- without "roles" leaves them as they are. Runs inside the tenant's schema.
create or replace function thing.diff_put_roles(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
declare
    v_roles jsonb := case jsonb_typeof(p_document -> 'roles') when 'array' then p_document -> 'roles' else '[]' end;
begin
    return query
    select jsonb_strip_nulls(jsonb_build_object('op', 'create_role', 'role', d.value -> 'name',
               'description', d.value -> 'description'))
      from jsonb_array_elements(v_roles) with ordinality d
     where not exists (select from thing_roles r where r.name = d.value ->> 'name')
     order by d.ordinality;
    if found then
        return;
    end if;
    return query
    select jsonb_build_object('op', 'alter_role', 'role', r.name, 'set', jsonb_build_object(
               'includes', coalesce(d.value -> 'includes', '[]'), 'description', d.value -> 'description'))
      from jsonb_array_elements(v_roles) with ordinality d
      join thing_roles r on r.name = d.value ->> 'name'
     where r.includes <> thing.role_includes(d.value -> 'includes')
        or r.description is distinct from d.value ->> 'description'
     order by d.ordinality;
end
$$;
comment on function thing.diff_put_roles(jsonb) is 'Stage of thing.diff: make and alter roles. Internal.';
revoke all on function thing.diff_put_roles(jsonb) from public;
