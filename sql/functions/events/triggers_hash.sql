-- Hash of the statements that make a class's triggers, without the name of the schema, which thing.rename_tenant
-- changes under them. Runs inside the tenant's schema.
create or replace function thing.triggers_hash(p_statements text[])
returns text
language plpgsql
stable
as $$
begin
    return md5(replace(array_to_string(p_statements, ';'), ' ' || quote_ident(current_schema()) || '.', ' '));
end
$$;
comment on function thing.triggers_hash(text[]) is 'Hash of CREATE TRIGGER statements. Internal.';
revoke all on function thing.triggers_hash(text[]) from public;
