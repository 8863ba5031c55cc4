-- Every field that a check names is still there. Errors: TB034 DEPENDENCY.
create or replace function thing.check_named_fields(p_names jsonb, p_fields jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_name text;
begin
    select n into v_name
      from jsonb_array_elements_text(case jsonb_typeof(p_names) when 'array' then p_names
                                          else jsonb_build_array(p_names) end) n
     where not p_fields ? n
     limit 1;
    if v_name is not null then
        perform thing.fail('DEPENDENCY', format('a check names the field %s, which no longer exists', v_name),
            jsonb_build_object('field', v_name), 'Change the check first (set_rules), or switch it off by null.');
    end if;
end
$$;
comment on function thing.check_named_fields(jsonb, jsonb) is
    'Fail with DEPENDENCY when a check names a field that is gone. Internal.';
revoke all on function thing.check_named_fields(jsonb, jsonb) from public;
