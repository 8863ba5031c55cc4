-- The values of a thing's live fields, as jsonb keyed by column. Runs inside the tenant's schema. Errors: TB060
-- UNKNOWN_THING.
create or replace function thing.current_values(p_class_id integer, p_id uuid)
returns jsonb
language plpgsql
stable
as $$
declare
    v_row jsonb;
begin
    execute (
        select format('select jsonb_build_object() || %s from %I.%I t where t.id = $1',
                   coalesce(string_agg(format('jsonb_build_object(%L, %s)', f.value ->> 'column',
                       thing.to_json_sql(f.value ->> 'type', f.value -> 'params',
                           format('t.%I', f.value ->> 'column'))), ' || '), '''{}'''),
                   current_schema(), thing.table_name(p_class_id))
          from jsonb_each(thing.class_fields(p_class_id)) f
         where not f.value ? 'computed') into v_row using p_id;
    if v_row is null then
        perform thing.fail('UNKNOWN_THING', format('the class has no thing with id %s', p_id),
            jsonb_build_object('id', p_id));
    end if;
    return v_row;
end
$$;
comment on function thing.current_values(integer, uuid) is 'Values of a thing as jsonb keyed by column. Internal.';
revoke all on function thing.current_values(integer, uuid) from public;
