-- Where the ids of classes, fields, uniques, indexes and enums stand: {sequence: [last value, whether it was given
-- out]}. Sequences do not roll back. Runs inside the tenant's schema, under the migration lock.
create or replace function thing.next_ids()
returns jsonb
language plpgsql
volatile
as $$
begin
    return (
        select jsonb_object_agg(s.name, jsonb_build_array(s.last_value, s.is_called))
          from (select 'thing_classes_id_seq' as name, q.last_value, q.is_called from thing_classes_id_seq q
                union all
                select 'thing_class_fields_id_seq', q.last_value, q.is_called from thing_class_fields_id_seq q
                union all
                select 'thing_class_uniques_id_seq', q.last_value, q.is_called from thing_class_uniques_id_seq q
                union all
                select 'thing_class_indexes_id_seq', q.last_value, q.is_called from thing_class_indexes_id_seq q
                union all
                select 'thing_enums_id_seq', q.last_value, q.is_called from thing_enums_id_seq q) s);
end
$$;
comment on function thing.next_ids() is 'Where the ids of the metadata stand. Internal.';
revoke all on function thing.next_ids() from public;
