-- Brings a thing back to an earlier version, also one that was deleted. A restore is a new version, logged like any
-- other write, and the rules of today apply. Fields that did not exist then keep what they have (a thing deleted since:
-- their default); hidden ones are not touched. To-many links go back as well, those to things that are no more
-- excepted. Returns the thing's new state.
-- Errors: TB001 and other refusals of a write, TB021, TB060 UNKNOWN_THING, TB061, those of thing.enter_tenant.
-- Definer: writes system columns (created_at of what was deleted) for the tenant's role.
create or replace function thing.restore_version(tenant text, class text, id uuid, version integer)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_class integer;
    v_table text;
    v_image jsonb;
    v_columns text;
    v_since bigint;     -- first log row after that version
    v_state jsonb;
begin
    perform thing.enter_tenant(restore_version.tenant);
    select c.class_id into v_class
      from (select i.class_id, null::bigint as seq from thing_instances i where i.id = restore_version.id
             union all
            select l.class_id, l.seq from change_log l where l.thing_id = restore_version.id) c
     where c.class_id in (select thing.class_family((thing.class_row(restore_version.class)).id))
     order by c.seq desc nulls first
     limit 1;
    v_table := quote_ident(thing.table_name(v_class));
    if v_class is not null then
        execute format('select %s from %s _o where _o.id = $1 for update', thing.image_sql(v_class, '_o'),
            v_table) into v_state using restore_version.id;
    end if;
    select l.seq, thing.whole_image(v_class, l.thing_id, l.seq, l.old) into v_since, v_image
      from change_log l
     where l.thing_id = restore_version.id and l.operation in ('update', 'delete')
       and (l.old ->> 'version')::integer = restore_version.version
     order by l.seq desc
     limit 1;
    v_image := coalesce(v_image, case when (v_state ->> 'version')::integer = restore_version.version then v_state end);
    v_image := thing.renamed_image(v_image, thing.option_renames(v_class));
    if v_image is null then
        perform thing.fail('UNKNOWN_THING', format('%s %s has no version %s in the log', restore_version.class,
            restore_version.id, restore_version.version),
            jsonb_build_object('class', restore_version.class, 'id', restore_version.id,
                'version', restore_version.version),
            (select format('The change log reaches back to %s.', r.since)
               from thing.log_reach(restore_version.tenant) r where not r.whole));
    end if;
    select string_agg(quote_ident(f.physical_name), ', ' order by f.id) into v_columns
      from thing_class_fields f
     where f.class_id = v_class and f.dropped_version is null and f.expression is null
       and v_image ? f.physical_name;
    if v_state is not null and v_columns is not null then
        execute format(
            'update %1$s _t set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$s, $2) _r) where _t.id = $1',
            v_table, v_columns)
          using restore_version.id, v_image;
    elsif v_state is null then
        v_image := v_image || jsonb_build_object('version', 1 + (
            select max(l.version) from change_log l where l.thing_id = restore_version.id));
        execute format('insert into %1$s (%2$s) select %2$s from jsonb_populate_record(null::%1$s, $1) _r',
                v_table, concat_ws(', ', 'id, version, created_at, created_by', v_columns))
          using v_image;
    end if;
    perform thing.restore_links(v_class, restore_version.id, v_since);
    execute format('select %s from %s _r where _r.id = $1', thing.row_json_sql(v_class, '_r'),
        v_table) into v_state using restore_version.id;
    return v_state;
end
$$;
comment on function thing.restore_version(text, text, uuid, integer) is
    'Bring a thing back to an earlier version, or back to life; a new version, checked and logged as any write. '
    'Example: select thing.restore_version(''acme'', ''Product'', ''00000000-0000-0000-0000-000000000000'', 1).';
revoke all on function thing.restore_version(text, text, uuid, integer) from public;
grant execute on function thing.restore_version(text, text, uuid, integer) to thing_admin, thing_tenant;
