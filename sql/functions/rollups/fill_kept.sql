-- Works out a kept field for the things of one class that differ: locked in the order of their ids, so that it may run
-- beside writes. p_field_id: the field's row of that class. p_ids: null for all things. Runs inside the tenant's
-- schema.
create or replace function thing.fill_kept(p_field_id integer, p_ids uuid[] default null)
returns void
language plpgsql
as $$
declare
    v_field record;
    v_some text := case when p_ids is not null then '_p.id = any ($1) and ' end;
begin
    select 'tc_' || c.physical_name as table_name, f.physical_name,
           thing.computed_sql(f.type, f.params, f.expression, '_p') as value into v_field
      from thing_class_fields f join thing_classes c on c.id = f.class_id where f.id = p_field_id;
    execute format('select from %I _p where %s order by _p.id for no key update', v_field.table_name,
        concat(v_some, thing.kept_differs_sql(p_field_id))) using p_ids;
    execute format('update %I _p set %I = %s where %s', v_field.table_name, v_field.physical_name, v_field.value,
        concat(v_some, thing.kept_differs_sql(p_field_id))) using p_ids;
    if p_ids is null then
        update thing_class_fields f set expression = f.expression || '{"filled": true}' where f.id = p_field_id;
    end if;
end
$$;
comment on function thing.fill_kept(integer, uuid[]) is 'Work out a kept field for things that are there. Internal.';
revoke all on function thing.fill_kept(integer, uuid[]) from public;
