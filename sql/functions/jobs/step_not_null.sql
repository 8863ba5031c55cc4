-- One step towards NOT NULL on a large table. SET NOT NULL scans under an exclusive lock unless a validated CHECK
-- proves it: so first that check (not valid: no scan), then its validation (a scan that lets writes pass), then NOT
-- NULL instead of the check, which the API shows. p_proven: whether the check is validated; null when it is not there.
-- Runs inside the tenant's schema. Errors: TB030 SCHEMA_BUSY.
create or replace function thing.step_not_null(
    p_class_id integer, p_table text, p_column text, p_wanted boolean, p_proven boolean)
returns text[]
language plpgsql
as $$
declare
    v_table text := format('%I.%I', current_schema(), p_table);
    v_check text := format('tn_%s_%s', p_class_id, p_column);
    v_there boolean := (select a.attnotnull from pg_attribute a
                         where a.attrelid = to_regclass(v_table) and a.attname = p_column and not a.attisdropped);
    v_what jsonb;
begin
    if not p_wanted or v_there then
        if p_proven is not null then
            perform thing.alter_politely(p_table, format('alter table %s drop constraint %I', v_table, v_check));
        end if;
        return null;
    elsif p_proven is null then
        perform thing.alter_politely(p_table,
            format('alter table %s add constraint %I check (%I is not null) not valid', v_table, v_check, p_column));
        return '{}';
    elsif not p_proven then
        execute format('alter table %s validate constraint %I', v_table, v_check);
        return '{}';
    end if;
    perform thing.alter_politely(p_table,
        format('alter table %s alter column %I set not null', v_table, p_column),
        format('alter table %s drop constraint %I', v_table, v_check));
    select jsonb_build_object('class', c.name, 'field', f.name) into v_what
      from thing_class_fields f join thing_classes c on c.id = f.class_id
     where f.class_id = p_class_id and f.physical_name = p_column;
    perform thing.publish_entries(array[p_class_id], '{"op": "set_not_null"}' || v_what,
        '{"kind": "FIELD_NOT_NULL", "impact": "SAFE"}' || v_what,
        (select s.author from thing_jobs j join schema_versions s on s.version = j.schema_version
          where j.kind = 'not null' and j.table_name = p_table and j.object_name = p_column
            and j.state = 'running' limit 1));
    return null;
end
$$;
comment on function thing.step_not_null(integer, text, text, boolean, boolean) is
    'One step towards NOT NULL on a large table. Internal.';
revoke all on function thing.step_not_null(integer, text, text, boolean, boolean) from public;
