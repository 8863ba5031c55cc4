-- The changes that make a field of a column made by hand: {"changes": [...]}, or {"refused": why not}. Its foreign key
-- to a class makes it a reference, its enum type a select, its length and NOT NULL rules. Runs inside the tenant's
-- schema.
create or replace function thing.adopted_column(p_table text, p_column text)
returns jsonb
language plpgsql
stable
as $$
declare
    v_column record;
    v_base text;       -- its type without []
    v_stored text;     -- as thing.field_types writes it
    v_type text;
    v_field jsonb;
begin
    select c.name as class, t.typtype, a.attnotnull, a.attgenerated, a.attidentity, a.atttypmod,
           pg_get_expr(d.adbin, d.adrelid) as default_sql, format_type(a.atttypid, null) as type,
           (select r.name
              from pg_constraint k
              join thing_classes r
                on k.confrelid = to_regclass(format('%I.%I', current_schema(), 'tc_' || r.physical_name))
             where k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum]
             limit 1) as target,
           (select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as options
      into v_column
      from thing_classes c
      join pg_attribute a on a.attrelid = to_regclass(format('%I.%I', current_schema(), p_table))
       and a.attname = p_column and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where 'tc_' || c.physical_name = p_table and c.dropped_version is null;
    if v_column is null then
        return jsonb_build_object('refused', 'it is not a column of a live class');
    elsif v_column.attgenerated <> '' then
        return jsonb_build_object('refused', 'it is generated: define a field with an expression instead');
    elsif v_column.attidentity <> '' or v_column.default_sql ~ '^nextval\(' then
        return jsonb_build_object('refused', 'it counts up: define a field whose default is a sequence instead');
    end if;
    v_base := regexp_replace(v_column.type, '\[\]$', '');
    v_stored := case v_base
            when 'character varying' then 'text' when 'character' then 'text' when 'smallint' then 'integer'
            when 'real' then 'double precision' when 'json' then 'jsonb'
            when 'timestamp with time zone' then 'timestamptz' when 'time without time zone' then 'time'
            else regexp_replace(v_base, '^[^.]*\.(geometry|ltree|vector)$', '{schema}.\1') end
        || substr(v_column.type, length(v_base) + 1);
    v_type := case when v_column.target is not null then 'reference'
                   when v_column.options is not null then 'select'
                   else (select f.name from thing.field_types f where f.pg_type = v_stored
                          order by f.position limit 1) end;
    if v_type is null then
        return jsonb_build_object('refused', format('no field type is stored as %s', v_column.type));
    end if;
    v_field := jsonb_strip_nulls(jsonb_build_object(
        'name', thing.adopted_name(p_table, p_column), 'type', v_type, 'target', v_column.target,
        'params', case
            when v_type = 'select' then jsonb_build_object('values', v_column.options)
            when v_type = 'decimal' and v_column.atttypmod > 0 then jsonb_build_object(
                'precision', (v_column.atttypmod - 4) >> 16, 'scale', (v_column.atttypmod - 4) & 65535) end,
        'rules', case when v_column.type in ('character varying', 'character') and v_column.atttypmod > 0
            then jsonb_build_object('maxLength', v_column.atttypmod - 4) end));
    return jsonb_build_object('changes', jsonb_build_array(
            jsonb_build_object('op', 'add_field', 'class', v_column.class, 'field', v_field))
        || case when v_column.attnotnull then jsonb_build_array(jsonb_build_object('op', 'set_rules',
               'class', v_column.class, 'field', v_field -> 'name', 'rules', '{"required": true}'::jsonb))
           else '[]' end);
end
$$;
comment on function thing.adopted_column(text, text) is 'A column made by hand as changes of the schema. Internal.';
revoke all on function thing.adopted_column(text, text) from public;
