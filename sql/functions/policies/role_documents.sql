-- The roles of the tenant: {name, includes?, description?}, in order of names. Runs inside the tenant's schema.
create or replace function thing.role_documents()
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_strip_nulls(jsonb_build_object('name', r.name,
               'includes', case when r.includes <> '{}' then to_jsonb(r.includes) end, 'description', r.description))
      from thing_roles r
     order by r.name collate "C";
end
$$;
comment on function thing.role_documents() is 'The roles of a tenant. Internal.';
revoke all on function thing.role_documents() from public;
