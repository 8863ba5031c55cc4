-- SQL of a rollup's filter over alias _s; null without one. Fields stand in it by their ids. Runs inside the tenant's
-- schema.
create or replace function thing.rollup_filter_sql(p_rollup jsonb)
returns text
language plpgsql
stable
as $$
begin
    return case when p_rollup ? 'filter' then thing.condition_sql(p_rollup -> 'filter', (
        select jsonb_object_agg(f.id, jsonb_build_object('id', f.id, 'type', f.type, 'params', f.params,
                   'column', f.physical_name, 'value', '_s.' || quote_ident(f.physical_name)))
          from thing_class_fields f
          join thing.field_types t on t.name = f.type
         where f.class_id = (p_rollup ->> 'class')::integer and f.dropped_version is null and t.pg_type is not null))
        end;
end
$$;
comment on function thing.rollup_filter_sql(jsonb) is 'SQL of a rollup''s filter. Internal.';
revoke all on function thing.rollup_filter_sql(jsonb) from public;
