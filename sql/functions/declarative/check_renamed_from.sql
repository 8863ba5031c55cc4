-- The names that a class or field of a document has had, as a list: a document may give one name, or several. p_what:
-- "field price". Pure. Null for none. Errors: TB020 INVALID_CHANGE.
create or replace function thing.check_renamed_from(p_names jsonb, p_what text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_names jsonb := case jsonb_typeof(p_names) when 'null' then null
                          when 'string' then jsonb_build_array(p_names) else p_names end;
begin
    if jsonb_typeof(v_names) <> 'array' or jsonb_path_exists(v_names, '$[*] ? (@.type() != "string")')
       or jsonb_array_length(v_names) > 100 then
        perform thing.fail('INVALID_CHANGE',
            format('renamedFrom of %s must be a name, or a list of at most 100 names', p_what), p_names);
    end if;
    return nullif(v_names, '[]');
end
$$;
comment on function thing.check_renamed_from(jsonb, text) is
    'Former names of a class or field of a document, as a list. Internal.';
revoke all on function thing.check_renamed_from(jsonb, text) from public;
