-- The fields of a path from a class through references to one thing each: customer.country. Runs inside the tenant's
-- schema. Errors: TB020 INVALID_CHANGE, TB022 UNKNOWN_FIELD.
create or replace function thing.rollup_path(p_class_id integer, p_path text)
returns integer[]
language plpgsql
stable
as $$
declare
    v_class integer := p_class_id;
    v_name text;
    v_path integer[] := '{}';
begin
    foreach v_name in array coalesce(string_to_array(p_path, '.'), '{}') loop
        if v_class is null or cardinality(v_path) = 5 then
            perform thing.fail('INVALID_CHANGE', format(
                'path %s: a path leads through at most 4 references to one thing of a class each', p_path));
        end if;
        v_path := v_path || thing.field_id(v_class, v_name);
        v_class := (select f.target_id from thing_class_fields f
                     where f.id = v_path[cardinality(v_path)] and f.type = 'reference');
    end loop;
    select f.name into v_name from thing_class_fields f where f.id = any (v_path) and f.expression is not null;
    if found then
        perform thing.fail('INVALID_CHANGE', format('field %s is computed: a rollup cannot use it', v_name));
    end if;
    return nullif(v_path, '{}');
end
$$;
comment on function thing.rollup_path(integer, text) is 'The fields of a path through references. Internal.';
revoke all on function thing.rollup_path(integer, text) from public;
