-- Stands in the `else` of a conversion under lock, for a value written since the rows were checked. Returns the null
-- that SQL wants.
-- Errors: TB033 CONVERSION_FAILED, always.
create or replace function thing.refuse_conversion(p_field text, p_id uuid, p_value jsonb)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform thing.fail('CONVERSION_FAILED', format('a value of %s does not convert', p_field),
        jsonb_build_array(jsonb_build_object('field', p_field, 'rows', 1,
            'values', jsonb_build_array(jsonb_build_object('id', p_id, 'value', p_value)))));
    return null;
end
$$;
comment on function thing.refuse_conversion(text, uuid, jsonb) is
    'Fail over one value that does not convert. Internal.';
revoke all on function thing.refuse_conversion(text, uuid, jsonb) from public;
