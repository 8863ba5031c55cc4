-- One field of a document in its canonical form, renamedFrom included. Pure.
-- Errors: TB010 INVALID_NAME, TB012 RESERVED_NAME, TB020 INVALID_CHANGE, TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING.
create or replace function thing.check_document_field(p_field jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_field jsonb := thing.canonical_field(case jsonb_typeof(p_field) when 'object' then p_field - 'renamedFrom' else p_field end);
    v_reference boolean;
begin
    perform thing.check_name(v_field ->> 'name', 'field');
    perform thing.column_type(v_field ->> 'type', v_field -> 'params');
    v_reference := v_field ->> 'type' in ('reference', 'references');
    return v_field
        || case when v_reference and not v_field ? 'onDelete'
                then jsonb_build_object('onDelete', case v_field ->> 'type' when 'references' then 'cascade' else 'restrict' end)
                else '{}' end
        || jsonb_strip_nulls(jsonb_build_object('renamedFrom', thing.check_renamed_from(p_field -> 'renamedFrom', 'field ' || (v_field ->> 'name'))));
end
$$;
comment on function thing.check_document_field(jsonb) is 'A field of a document, checked on its own and canonical. Internal.';
revoke all on function thing.check_document_field(jsonb) from public;
