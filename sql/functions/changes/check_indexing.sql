-- Whether a canonical field may be indexed and searchable as it says, and be a key of the indexes that have it
-- (p_field_id). Runs inside the tenant's schema.
-- Errors: TB020 INVALID_CHANGE, TB027 EXTENSION_MISSING, TB034 DEPENDENCY.
create or replace function thing.check_indexing(p_field jsonb, p_field_id integer default null)
returns void
language plpgsql
stable
as $$
declare
    v_type record;
    v_indexes jsonb;
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
    elsif p_field_id is not null and coalesce(v_type.index_method, '') not like 'btree %' then
        select jsonb_agg(jsonb_build_object('class', c.name, 'index', i.name)) into v_indexes
          from thing_class_indexes i
          join thing_classes c on c.id = i.class_id and c.dropped_version is null
         where i.field_ids && array(select thing.field_family(p_field_id));
        if v_indexes is not null then
            perform thing.fail('DEPENDENCY', format('field %s is a key of an index, and type %s has no order',
                p_field ->> 'name', p_field ->> 'type'), v_indexes, 'Drop the index first.');
        end if;
    end if;
end
$$;
comment on function thing.check_indexing(jsonb, integer) is
    'Fail unless a field''s type can be indexed or searched as asked. Internal.';
revoke all on function thing.check_indexing(jsonb, integer) from public;
