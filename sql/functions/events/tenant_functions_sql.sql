-- The trigger functions of a tenant's schema, as text: static SQL over that schema alone, so that one planned statement
-- per table serves every write, and a shard of the schema needs nothing from elsewhere. Recreated on rename and
-- upgrade.
--   log_insert, log_update, log_delete  after a statement: instance rows, log rows. Arguments: class id, SQL of the
--                                       image (see image_sql)
--   link, unlink                        the same for a join table. Arguments: class id, column name of the field
--   stamp                               before a row is updated: version and who; an id stays
--   refuse_growth                       before a statement: refuses it where a limit of stored data is reached. The
--                                       table that says so has no page while none is, and asking that is no query.
--                                       Administrators' sessions may still write, and so may what a deletion does to
--                                       other things (it comes from a trigger)
-- And the trigger of thing_numbers.
-- A row of the log carries the image BEFORE the change and none after it: that one is the next image in the log, or the
-- thing itself. Nothing is lost (thing.change_images gives both), and an insert in bulk costs a third less: 200,000
-- rows of 12 fields took 2.0 to 2.7 times a bare table's time, and 3.2 to 4.1 with images after. Large values that an
-- update left as they were stay out of its image (thing.slim_image), but for each 32nd version, so that they are found
-- near (thing.whole_image).
-- Images are exact, and the same for the same values, whatever the session's DateStyle and TimeZone (times are text in
-- JSON) and extra_float_digits.
-- Variables and aliases begin with _, as no column does (thing.physical_name): transition tables have the tenant's
-- columns.
-- Definer: tenants may not write the log themselves.
create or replace function thing.tenant_functions_sql(p_schema text)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select string_agg(replace(replace($ddl$
create or replace function {s}.$ddl$ || f.name || $ddl$() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp$ddl$ || f.setting || $ddl$ as $f$
$ddl$ || case f.name when 'refuse_growth' then '' else $ddl$declare
    _actor text := coalesce(nullif(current_setting('thing.actor', true), ''), session_user);$ddl$ end
        || case when f.name in ('stamp', 'refuse_growth') then '' else '
    _class integer := tg_argv[0]::integer;
    _asleep boolean;' end || '
begin' || f.body || case f.name when 'stamp' then '
    return new;' when 'refuse_growth' then '
    return null;' else $ddl$
    -- Most tenants have no subscriber: their table has no page, and asking that is no query. Where all are awake $ddl$
        || $ddl$(thing.stay_awake),
    -- they are not looked for again in this session for 0.2 s: that would be a tenth of a small write.
    if current_setting('thing.quiet', true) is distinct from 'on' and pg_relation_size('{s}.thing_subscribers') > 0
       and coalesce(current_setting('thing.awake_{s}', true), '') < $ddl$
        || $ddl$extract(epoch from clock_timestamp())::text collate "C" then
        select bool_or((u.awake_until > clock_timestamp()) is not true) into _asleep
          from {s}.thing_subscribers u
         where u.expires_at > clock_timestamp();
        if _asleep then
            perform thing.notify(tg_table_schema::text);
        elsif not _asleep then
            perform set_config('thing.awake_{s}', (extract(epoch from clock_timestamp()) + 0.2)::text, false);
        end if;
    end if;
    return null;$ddl$ end || $ddl$
end
$f$;
revoke all on function {s}.$ddl$ || f.name || $ddl$() from public;
comment on function {s}.$ddl$ || f.name
        || $ddl$() is 'Trigger function of this tenant''s tables, made by thing.tenant_functions_sql.';
$ddl$, '{log}', 'insert into {s}.change_log (operation, class_id, actor, by_role, thing_id, version'),
               '{s}', quote_ident(p_schema)), '' order by f.name)
           || thing.number_trigger_sql(p_schema)
      from (values
        ('log_insert', '', $plpgsql$
    insert into {s}.thing_instances (id, class_id) select _n.id, _class from new_rows _n;
    {log})
    select 'insert', _class, _actor, session_user, _n.id, _n.version from new_rows _n;$plpgsql$),
        -- One statement can change a row twice (two foreign keys set to null), each time one version on. The plan is
        -- made at the first call and kept: without nested loops it is good for one row and for a million.
        ('log_update',
         E'\nset enable_nestloop = off\nset datestyle = ''ISO''\nset timezone = ''UTC''\nset extra_float_digits = 1',
         thing.log_statement_sql($plpgsql${log}, old)
    select 'update', {class}, {actor}, session_user, _c._id, _c._version,
           case when pg_column_size(_c._image) > 8192 and _c._version % 32 <> 0
                then thing.slim_image(_c._image, {after}) else _c._image end
      from (select _n.id as _id, _n.version as _version, {image} as _image, _n as _row
              from new_rows _n
              join old_rows _o on _o.id = _n.id and _o.version + 1 = _n.version
            offset 0) _c
     order by _c._version$plpgsql$)),
        ('log_delete', E'\nset datestyle = ''ISO''\nset timezone = ''UTC''\nset extra_float_digits = 1', $plpgsql$
    delete from {s}.thing_instances i where i.id = any (array(select _o.id from old_rows _o));$plpgsql$
            || thing.log_statement_sql($plpgsql${log}, old)
    select 'delete', {class}, {actor}, session_user, _o.id, _o.version + 1, {image} from old_rows _o$plpgsql$)),
        ('link', '', $plpgsql$
    {log}, new)
    select 'link', _class, _actor, session_user, _n.source_id, null, $plpgsql$
            || $plpgsql$jsonb_build_object(tg_argv[1], _n.target_id) from new_rows _n;$plpgsql$),
        ('unlink', '', $plpgsql$
    {log}, old)
    select 'unlink', _class, _actor, session_user, _o.source_id, null, $plpgsql$
            || $plpgsql$jsonb_build_object(tg_argv[1], _o.target_id) from old_rows _o;$plpgsql$),
        ('stamp', '', $plpgsql$
    if new.id is distinct from old.id then
        perform thing.fail('FORBIDDEN_WRITE', format('the id of thing %s cannot change', old.id), $plpgsql$
            || $plpgsql$jsonb_build_object('id', old.id));
    end if;
    new.version := old.version + 1;
    new.created_at := old.created_at;
    new.created_by := old.created_by;
    new.updated_at := now();
    new.updated_by := _actor;$plpgsql$),
        ('refuse_growth', '', $plpgsql$
    if pg_relation_size('{s}.storage_full') > 0 and pg_trigger_depth() = 1
       and not pg_has_role(session_user, 'thing_admin', 'member') then
        perform thing.fail('STORAGE_LIMIT', format('the limit %s is reached: %s of %s', _f.name, _f.used, _f.allowed),
                    jsonb_build_object('name', _f.name, 'used', _f.used, 'limit', _f.allowed))
           from {s}.storage_full _f
          where _f.name <> 'stored_things' or tg_op = 'INSERT' and starts_with(tg_table_name::text, 'tc_');
    end if;$plpgsql$)
      ) f (name, setting, body)
$$;
comment on function thing.tenant_functions_sql(text) is 'DDL of the trigger functions of a tenant''s schema. Internal.';
revoke all on function thing.tenant_functions_sql(text) from public;
