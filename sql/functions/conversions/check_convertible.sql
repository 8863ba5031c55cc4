-- Fails when values of a class's column do not convert. p_where narrows it to some rows. A scan without a lock.
-- Runs inside the tenant's schema. Errors: TB033 CONVERSION_FAILED: count, and up to ten {id, value}.
create or replace function thing.check_convertible(
    p_class_id integer, p_field text, p_column text, p_guard text, p_to text, p_where text default 'true')
returns void
language plpgsql
as $$
declare
    v_class record;
    v_count bigint;
    v_rows jsonb;
    v_bad text;
begin
    select c.name, format('%I.%I', current_schema(), 'tc_' || c.physical_name) as table_name into v_class
      from thing_classes c where c.id = p_class_id;
    -- A table or column that the same migration makes has no values yet: thing.refuse_conversion looks at them when
    -- they are written.
    if not exists (select from pg_attribute a where a.attrelid = to_regclass(v_class.table_name)
                      and a.attname = p_column and not a.attisdropped) then
        return;
    end if;
    v_bad := format('from %s t where (%s) and not %s', v_class.table_name, p_where, p_guard);
    execute format(
        'select count(*), (select jsonb_agg(jsonb_build_object(''id'', b.id, ''value'', b.v)) from (select t.id, '
        'to_jsonb(t.%I) as v %s limit 10) b) %s',
        p_column, v_bad, v_bad) into v_count, v_rows;
    if v_count > 0 then
        perform thing.fail('CONVERSION_FAILED',
            format('%s values of %s.%s do not convert to %s', v_count, v_class.name, p_field, p_to),
            jsonb_build_array(jsonb_build_object('class', v_class.name, 'field', p_field,
                'rows', v_count, 'values', v_rows)));
    end if;
end
$$;
comment on function thing.check_convertible(integer, text, text, text, text, text) is
    'Fail when values of a column do not convert. Internal.';
revoke all on function thing.check_convertible(integer, text, text, text, text, text) from public;
