-- One enum of a document in its canonical form, renamedFrom and renamedOptions included. Pure.
-- Errors: TB010 INVALID_NAME, TB012 RESERVED_NAME, TB020 INVALID_CHANGE.
create or replace function thing.check_document_enum(p_enum jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_name text;
begin
    perform thing.check_keys(p_enum, array['name', 'description', 'values', 'renamedFrom', 'renamedOptions'],
        'an enum of the document');
    v_name := p_enum ->> 'name';
    perform thing.check_name(v_name, 'enum');
    if jsonb_typeof(p_enum -> 'description') not in ('string', 'null')
       or jsonb_typeof(p_enum -> 'renamedOptions') not in ('object', 'null') then
        perform thing.fail('INVALID_CHANGE', format(
            'enum %s: description is a text, renamedOptions an object of option: earlier names', v_name), p_enum);
    end if;
    return jsonb_strip_nulls(jsonb_build_object('name', v_name, 'description', p_enum -> 'description',
            'renamedFrom', thing.check_renamed_from(p_enum -> 'renamedFrom', 'enum ' || v_name),
            'renamedOptions', (select jsonb_object_agg(o.key,
                thing.check_renamed_from(o.value, format('option %s of enum %s', o.key, v_name)))
                                 from jsonb_each(nullif(p_enum -> 'renamedOptions', 'null')) o)))
        || thing.check_params('select', jsonb_build_object('values', p_enum -> 'values'));
end
$$;
comment on function thing.check_document_enum(jsonb) is 'One enum of a document, checked. Internal.';
revoke all on function thing.check_document_enum(jsonb) from public;
