-- Whether a canonical field may be indexed and searchable as it says. Errors: TB020 INVALID_CHANGE, TB027
-- EXTENSION_MISSING.
create or replace function thing.check_indexing(p_field jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type record;
begin
    select t.index_method, t.search_method into v_type from thing.field_types t where t.name = p_field ->> 'type';
    if (p_field ->> 'searchable')::boolean and v_type.search_method is null then
        perform thing.fail('INVALID_CHANGE',
            format('fields of type %s cannot be searchable', p_field ->> 'type'), p_field,
            'thing.field_types.search_method says which types can.');
    elsif (p_field ->> 'indexed')::boolean and v_type.index_method is null then
        perform thing.fail('INVALID_CHANGE', format('fields of type %s cannot be indexed', p_field ->> 'type'), p_field,
            'thing.field_types.index_method says which types can.');
    elsif (p_field ->> 'searchable')::boolean and v_type.search_method like '%gin_trgm_ops%'
          and not exists (select from pg_extension e where e.extname = 'pg_trgm') then
        perform thing.fail('EXTENSION_MISSING', 'searchable fields need the extension pg_trgm',
            '{"extension": "pg_trgm"}');
    end if;
end
$$;
comment on function thing.check_indexing(jsonb) is
    'Fail unless a field''s type can be indexed or searched as asked. Internal.';
revoke all on function thing.check_indexing(jsonb) from public;
