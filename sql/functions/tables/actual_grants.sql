-- Every privilege on tables, sequences and columns of the schema that their owner did not keep to itself, of a class's
-- tables or (null) of all tables that p_tables names. role null: PUBLIC. Runs inside the tenant's schema.
create or replace function thing.actual_grants(p_tables text[])
returns table (table_name text, column_name text, privilege text, role text, grantable boolean)
language plpgsql
stable
as $$
begin
    return query
    select c.relname::text, null::text, a.privilege_type,
           case when a.grantee <> 0 then pg_get_userbyid(a.grantee)::text end, a.is_grantable
      from pg_class c
      cross join lateral aclexplode(c.relacl) a
     where c.relnamespace = current_schema()::regnamespace and c.relname = any (p_tables) and a.grantee <> c.relowner
    union all
    select c.relname, t.attname, a.privilege_type,
           case when a.grantee <> 0 then pg_get_userbyid(a.grantee)::text end, a.is_grantable
      from pg_class c
      join pg_attribute t on t.attrelid = c.oid and t.attacl is not null and not t.attisdropped
      cross join lateral aclexplode(t.attacl) a
     where c.relnamespace = current_schema()::regnamespace and c.relname = any (p_tables) and a.grantee <> c.relowner;
end
$$;
comment on function thing.actual_grants(text[]) is 'Privileges on tables of the current schema. Internal.';
revoke all on function thing.actual_grants(text[]) from public;
