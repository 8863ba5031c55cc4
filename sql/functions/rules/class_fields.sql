-- The live fields of a class that have a column, keyed by API name: {id, type, params, column, value}.
-- "value" is how predicates name it: new.<column>; of a computed field, which has "computed", what it is computed as.
-- One that depends on other things is left out. Runs inside the tenant's schema.
create or replace function thing.class_fields(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select coalesce(jsonb_object_agg(f.name, jsonb_build_object(
                   'id', f.id, 'type', f.type, 'params', f.params, 'column', f.physical_name,
                   'value', case when f.expression is null then 'new.' || quote_ident(f.physical_name)
                                 else thing.computed_sql(f.type, f.params, f.expression, 'new') end)
                   || case when f.expression is null then '{}' else '{"computed": true}' end::jsonb), '{}')
          from thing_class_fields f
          join thing.field_types t on t.name = f.type
         where f.class_id = p_class_id and f.dropped_version is null and t.pg_type is not null
           and (f.expression is null or f.expression -> 'single' = 'true'));
end
$$;
comment on function thing.class_fields(integer) is
    'Live fields of a class by API name, as the rule compiler reads them. Internal.';
revoke all on function thing.class_fields(integer) from public;
