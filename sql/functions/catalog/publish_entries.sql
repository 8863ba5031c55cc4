-- Rebuilds entries of these classes for a reason other than a migration (a job has proven a column NOT NULL, a custom
-- rule has another message, the core is another version) and, where that changes the catalog, a schema version of its
-- own, so that every server takes it up. Its inverse is empty: the schema is the same. A caller that expects a version
-- must look again. No migration runs meanwhile: it takes the same lock, or holds it. A tenant that has no shape yet (an
-- older core) gets one without a version. Runs inside the tenant's schema.
create or replace function thing.publish_entries(
    p_classes integer[], p_operation jsonb, p_diff jsonb, p_author text default null)
returns void
language plpgsql
as $$
declare
    v_before record;
    v_version integer;
    v_shape text;
begin
    lock table schema_versions in share update exclusive mode;
    select s.version, s.shape, s.checksum into v_before from schema_versions s order by s.version desc limit 1;
    v_version := v_before.version + (v_before.shape is not null)::integer;
    v_shape := thing.refresh_entries(p_classes, v_version);
    if v_before.shape is null then
        update schema_versions s set shape = v_shape where s.version = v_version;
    elsif v_shape <> v_before.shape then
        insert into schema_versions (version, operations, inverse, diff, checksum, author, shape)
        values (v_version, jsonb_build_array(p_operation), '[]', jsonb_build_array(p_diff), v_before.checksum,
            coalesce(p_author, nullif(current_setting('thing.actor', true), ''), session_user), v_shape);
        perform thing.log_schema_change(v_version);
    end if;
end
$$;
comment on function thing.publish_entries(integer[], jsonb, jsonb, text) is
    'Rebuild catalog entries outside a migration, as a schema version if they differ. Internal.';
revoke all on function thing.publish_entries(integer[], jsonb, jsonb, text) from public;
