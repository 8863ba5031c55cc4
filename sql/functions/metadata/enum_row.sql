-- The live enum of that name. Runs inside the tenant's schema. Errors: TB029 UNKNOWN_ENUM.
create or replace function thing.enum_row(
    p_name text, out id integer, out name text, out description text, out options jsonb)
language plpgsql
stable
as $$
begin
    select e.id, e.name, e.description, e.options into id, name, description, options
      from thing_enums e
     where e.name = p_name and e.dropped_version is null;
    if not found then
        perform thing.fail('UNKNOWN_ENUM', format('enum %s does not exist', coalesce(p_name, 'null')),
            jsonb_build_object('enum', p_name));
    end if;
end
$$;
comment on function thing.enum_row(text) is 'A live enum by name. Internal.';
revoke all on function thing.enum_row(text) from public;
