-- Ends the former names of a class's fields whose time has come, as a schema version of its own. Null: that was it;
-- those that are left have a job of theirs. Runs inside the tenant's schema. Errors: TB030 SCHEMA_BUSY.
create or replace function thing.step_alias(p_class_id integer, p_job bigint)
returns text[]
language plpgsql
as $$
declare
    v_changes jsonb := (
        select jsonb_agg(jsonb_build_object('op', 'alter_field', 'class', c.name, 'field', f.name,
                   'set', jsonb_build_object('aliases', thing.canonical_aliases(f.name, f.aliases))) order by f.id)
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         where f.class_id = p_class_id and f.dropped_version is null and f.inherited_from is null and f.aliases <> '{}'
           and thing.canonical_aliases(f.name, f.aliases) is distinct from f.aliases);
begin
    -- so that what is left is queued again
    update thing_jobs j
       set state = 'done', finished_at = clock_timestamp(), error = null, error_detail = null where j.id = p_job;
    if v_changes is not null then
        perform thing.run_migration(v_changes, null, 'thingbase');
    else
        perform thing.queue_alias_ends(array[p_class_id], (select max(s.version) from schema_versions s));
    end if;
    return null;
end
$$;
comment on function thing.step_alias(integer, bigint) is 'End former names of fields. Internal.';
revoke all on function thing.step_alias(integer, bigint) from public;
