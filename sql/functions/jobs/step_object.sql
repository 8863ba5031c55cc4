-- One step towards a constraint or index that the metadata wants on a large table; null when it is there, or no longer
-- wanted. What needs a short lock is done here, politely; what must run outside a transaction is returned. Runs inside
-- the tenant's schema. Errors: TB030 SCHEMA_BUSY.
create or replace function thing.step_object(p_class_id integer, p_kind text, p_table text, p_name text)
returns text[]
language plpgsql
as $$
declare
    v_table text := format('%I.%I', current_schema(), p_table);
    v_wanted record;
    v_index record;
    v_check text := format('tn_%s_%s', p_class_id, p_name);
    v_constraint record;
    v_create text;
    v_before text[];
    v_drop text := format('drop index concurrently %I.%I', current_schema(), p_name);
begin
    select d.definition, d.columns into v_wanted
      from thing.desired_objects(p_class_id) d where d.table_name = p_table and d.kind = p_kind and d.name = p_name;
    select k.conname, k.convalidated into v_constraint
      from pg_constraint k
     where k.conrelid = to_regclass(v_table) and k.conname = case p_kind when 'not null' then v_check else p_name end;
    select x.indisvalid as valid,
           substring(pg_get_indexdef(x.indexrelid) from ' USING (.*)$') as definition into v_index
      from pg_index x where x.indexrelid = to_regclass(format('%I.%I', current_schema(), p_name));

    if p_kind = 'foreign' then
        if v_wanted.columns is not null and not v_constraint.convalidated then
            execute format('alter table %s validate constraint %I', v_table, p_name);
        end if;
        return null;
    elsif p_kind = 'not null' then
        return thing.step_not_null(p_class_id, p_table, p_name, v_wanted.columns is not null,
                   v_constraint.convalidated);
    end if;
    v_create := case p_kind
        when 'unique' then format('create unique index concurrently %I on %s using %s', p_name, v_table,
            regexp_replace(v_wanted.definition, '^unique', 'btree'))
        else format('create index concurrently %I on %s using %s', p_name, v_table, v_wanted.definition) end;
    v_before := thing.build_settings(v_table, v_wanted.columns[1], v_wanted.definition);
    if v_constraint.conname is not null then
        return null;
    elsif v_wanted.columns is null then
        return case when v_index.valid is not null then array[v_drop] end;
    elsif v_index.valid is null then
        return v_before || v_create;
    elsif not v_index.valid or v_index.definition <> v_wanted.definition and v_wanted.definition !~ '^unique ' then
        return v_before || array[v_drop, v_create];
    elsif p_name ~ '^t[yx]_' then      -- a constraint over the values themselves, from an older core, has been replaced
        select k.conname into v_constraint
          from pg_constraint k
         where k.conrelid = to_regclass(v_table) and k.contype = 'u'
           and k.conname = translate(left(p_name, 2), 'yx', 'um') || substr(p_name, 3);
        if found then
            perform thing.alter_politely(p_table,
                format('alter table %s drop constraint %I', v_table, v_constraint.conname));
        end if;
    elsif v_wanted.definition like 'unique %' then
        perform thing.alter_politely(p_table,
            format('alter table %s add constraint %I unique using index %I', v_table, p_name, p_name));
    end if;
    return null;
end
$$;
comment on function thing.step_object(integer, text, text, text) is
    'One step towards a constraint or index on a large table. Internal.';
revoke all on function thing.step_object(integer, text, text, text) from public;
