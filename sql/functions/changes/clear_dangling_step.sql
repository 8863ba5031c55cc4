-- The step that clears references of a restored field whose target has been deleted meanwhile. Runs inside the tenant's
-- schema.
create or replace function thing.clear_dangling_step(p_field_id integer)
returns thing.ddl_step
language plpgsql
stable
as $$
declare
    v_sql text;
begin
    select case f.type
               when 'references' then format(
                   'delete from %1$I.%2$I j where not exists (select from %1$I.%3$I t where t.id = j.target_id)',
                   current_schema(), format('tj_%s_%s', f.class_id, f.physical_name),
                   thing.reference_table(f.target_id))
               else format(
                   'update %1$I.%2$I s set %4$I = null where s.%4$I is not null and not exists (select from %1$I.%3$I '
                   't where t.id = s.%4$I)',
                   current_schema(), thing.table_name(f.class_id), thing.reference_table(f.target_id), f.physical_name)
           end
      into v_sql
      from thing_class_fields f
     where f.id = p_field_id;
    return thing.ddl_step(phase => 'rows', sql => v_sql);
end
$$;
comment on function thing.clear_dangling_step(integer) is
    'DDL step that clears dangling references of a restored field. Internal.';
revoke all on function thing.clear_dangling_step(integer) from public;
