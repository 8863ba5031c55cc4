-- The fields of which the log does not know what a change did to them: they came with a later schema, or their column
-- did (another type). Runs inside the tenant's schema.
create or replace function thing.unknown_fields(p_seq bigint)
returns text[]
language plpgsql
stable
as $$
declare
    v_change record;
    v_after jsonb;
begin
    select l.class_id, l.thing_id, l.operation, l.old into v_change from change_log l where l.seq = p_seq;
    select n.old into v_after
      from change_log n
     where n.thing_id = v_change.thing_id and n.seq > p_seq and n.operation in ('update', 'delete')
     order by n.seq limit 1;
    v_change.old := thing.renamed_image(v_change.old, thing.option_renames(v_change.class_id));
    v_after := thing.renamed_image(v_after, thing.option_renames(v_change.class_id));
    return array(
        select f.name
          from thing_class_fields f
         where f.class_id = v_change.class_id and f.dropped_version is null
           and (v_change.operation in ('update', 'delete') and not v_change.old ? f.physical_name
                   and not coalesce(v_change.old -> '_same' ? f.physical_name, false)
                or v_change.operation in ('insert', 'update') and v_after is not null and not v_after ? f.physical_name
                   and not coalesce(v_after -> '_same' ? f.physical_name, false)
                or exists (select from change_log s
                            where s.operation = 'schema' and s.version = f.created_version and s.seq > p_seq)));
end
$$;
comment on function thing.unknown_fields(bigint) is 'Fields that a change of the log can say nothing of. Internal.';
revoke all on function thing.unknown_fields(bigint) from public;
