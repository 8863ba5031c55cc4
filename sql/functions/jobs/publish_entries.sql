-- A job has made something of a class what its metadata promised (a column NOT NULL: the API now says so). Where that changes entries of the
-- catalog it is a schema version of its own, in the name of who asked for the job, so that every server takes it up; an expected
-- version is asked for again then. Its inverse is empty: the schema is the same. No migration runs meanwhile (thing.alter_politely).
-- Runs inside the tenant's schema.
create or replace function thing.publish_entries(p_class_id integer, p_column text)
returns void
language plpgsql
as $$
declare
    v_before record;
    v_shape text;
    v_what jsonb;
begin
    select s.version, s.shape, s.checksum into v_before from schema_versions s order by s.version desc limit 1;
    v_shape := thing.refresh_entries(array[p_class_id], v_before.version + 1);
    if v_shape = v_before.shape then
        return;
    end if;
    select jsonb_build_object('class', c.name, 'field', f.name) into v_what
      from thing_class_fields f join thing_classes c on c.id = f.class_id where f.class_id = p_class_id and f.physical_name = p_column;
    insert into schema_versions (version, operations, inverse, diff, checksum, author, shape)
    values (v_before.version + 1, jsonb_build_array('{"op": "set_not_null"}' || v_what), '[]', jsonb_build_array('{"kind": "FIELD_NOT_NULL", "impact": "SAFE"}' || v_what),
        v_before.checksum, coalesce((select s.author from schema_versions s join thing_jobs j on j.schema_version = s.version
                                      where j.class_id = p_class_id and j.object_name = p_column and j.kind = 'not null' and j.state = 'running' limit 1), session_user),
        v_shape);
    perform thing.log_schema_change(v_before.version + 1);
end
$$;
comment on function thing.publish_entries(integer, text) is 'Make a schema version of what a job has changed in the catalog. Internal.';
revoke all on function thing.publish_entries(integer, text) from public;
