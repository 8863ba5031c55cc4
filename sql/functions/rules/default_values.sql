-- The defaults of a class's live fields, as jsonb keyed by column. Runs inside the tenant's schema.
create or replace function thing.default_values(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
declare
    v_row jsonb;
begin
    execute (
        select format('select %s', coalesce(string_agg(format('jsonb_build_object(%L, %s)', f.physical_name,
                   thing.to_json_sql(f.type, f.params, format('(%s)::%s', thing.default_sample(f.type, f.params,
                       f.default_value), thing.column_type(f.type, f.params)))), ' || '),
                   '''{}''::jsonb'))
          from thing_class_fields f
         where f.class_id = p_class_id and f.dropped_version is null and f.default_value is not null) into v_row;
    return v_row;
end
$$;
comment on function thing.default_values(integer) is
    'Defaults of a class''s fields as jsonb keyed by column. Internal.';
revoke all on function thing.default_values(integer) from public;
