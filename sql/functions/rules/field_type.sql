-- One row of the type registry, of a type that this server can do.
-- Errors: TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING.
create or replace function thing.field_type(p_type text)
returns thing.field_types
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types;
begin
    select * into v_type from thing.field_types t where t.name = p_type;
    if v_type.name is null then
        perform thing.fail('UNKNOWN_TYPE', format('field type %s does not exist', coalesce(p_type, 'null')),
            jsonb_build_object('type', p_type));
    elsif v_type.extension is not null and thing.extension_schema(v_type.extension) is null then
        perform thing.fail('EXTENSION_MISSING',
            format('field type %s needs the extension %s, which this database does not have', p_type, v_type.extension),
            jsonb_build_object('type', p_type, 'extension', v_type.extension),
            format('Install the extension %s on the server and run: create extension %1$I;', v_type.extension));
    end if;
    return v_type;
end
$$;
comment on function thing.field_type(text) is 'A field type that this server can do, or TB023 / TB027. Internal.';
revoke all on function thing.field_type(text) from public;
