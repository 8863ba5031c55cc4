-- How many rows of a class the coming rules newly break, of all or (p_ids_sql) of some: [{class, rows, ids: up to 10}], [] when none.
-- Runs inside the tenant's schema.
create or replace function thing.broken_rows(p_class_id integer, p_ids_sql text default null)
returns jsonb
language plpgsql
as $$
declare
    v_query text := thing.broken_rows_sql(p_class_id, p_ids_sql);
    v_found record;
begin
    if v_query is null then
        return '[]';
    end if;
    execute format('select count(*) as rows, (array_agg(b.id))[1:10] as ids from (%s) b', v_query) into v_found;
    return case when v_found.rows = 0 then '[]' else jsonb_build_array(jsonb_build_object(
        'class', (select c.name from thing_classes c where c.id = p_class_id), 'rows', v_found.rows, 'ids', to_jsonb(v_found.ids))) end;
end
$$;
comment on function thing.broken_rows(integer, text) is 'Count rows of a class that the coming rules newly break. Internal.';
revoke all on function thing.broken_rows(integer, text) from public;
