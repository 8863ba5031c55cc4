-- One field of a document in its canonical form, renamedFrom and renamedOptions included. Pure.
-- Errors: TB010 INVALID_NAME, TB012 RESERVED_NAME, TB020 INVALID_CHANGE, TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING.
create or replace function thing.check_document_field(p_field jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_field jsonb := thing.canonical_field(
        case jsonb_typeof(p_field) when 'object' then p_field - 'renamedFrom' - 'renamedOptions' else p_field end);
    v_reference boolean;
begin
    perform thing.check_name(v_field ->> 'name', 'field');
    if jsonb_typeof(p_field -> 'renamedOptions') not in ('object', 'null') then
        perform thing.fail('INVALID_CHANGE', format(
            'renamedOptions of field %s must be an object of option: earlier names', v_field ->> 'name'), p_field);
    end if;
    perform thing.column_type(v_field ->> 'type', v_field -> 'params');
    v_reference := v_field ->> 'type' in ('reference', 'references');
    return v_field
        || case when v_reference and not v_field ? 'onDelete'
                then jsonb_build_object('onDelete', case v_field ->> 'type'
                                                         when 'references' then 'cascade' else 'restrict' end)
                else '{}' end
        || jsonb_strip_nulls(jsonb_build_object(
            'renamedFrom', thing.check_renamed_from(p_field -> 'renamedFrom', 'field ' || (v_field ->> 'name')),
            'renamedOptions', (select jsonb_object_agg(o.key,
                thing.check_renamed_from(o.value, format('option %s of field %s', o.key, v_field ->> 'name')))
                                 from jsonb_each(nullif(p_field -> 'renamedOptions', 'null')) o)));
end
$$;
comment on function thing.check_document_field(jsonb) is
    'A field of a document, checked on its own and canonical. Internal.';
revoke all on function thing.check_document_field(jsonb) from public;
