-- Every trigger of a class's table and of its join tables, as statements. PostgreSQL fires triggers of one kind by
-- name: stamp before validate; log_* (which writes the instance rows) before refer_*, so a thing may refer to one of
-- the same statement. p_predicate: as thing.class_predicate_sql gives it. Runs inside the tenant's schema.
create or replace function thing.triggers_of_sql(p_class_id integer, p_predicate text)
returns setof text
language plpgsql
stable
as $$
declare
    v_table text := format('%I.%I', current_schema(), thing.table_name(p_class_id));
    v_image text := nullif(thing.image_sql(p_class_id, '_o'), 'to_jsonb(_o)');
    v_log text := concat_ws(', ', quote_literal(p_class_id), quote_literal(v_image));
    v_fields text;      -- visible columns that are written
    v_row text;         -- what makes a new version when it changes
    v_refer text;       -- arguments of check_references
    v_join record;
begin
    if exists (select from thing_classes c
                where c.id = p_class_id and (c.abstract or c.rollup is not null or c.dropped_version is not null)) then
        return;
    end if;
    select string_agg(quote_ident(f.physical_name), ', ' order by f.position, f.id),
           string_agg(format('%L, %L', f.physical_name, f.target_id), ', ' order by f.position, f.id)
               filter (where f.type = 'reference' and f.target_id is not null
                       and thing.reference_table(f.target_id) = 'thing_instances')
      into v_fields, v_refer
      from thing_class_fields f
      join thing.field_types t on t.name = f.type
     where f.class_id = p_class_id and f.dropped_version is null and f.expression is null and t.pg_type is not null;
    v_row := '{r}.' || replace(concat_ws(', ', 'id, version, created_at, updated_at, created_by, updated_by', v_fields),
        ', ', ', {r}.');
    if p_predicate is not null and p_predicate <> '' then
        return next format(
            'create or replace trigger validate before insert%s on %s for each row when (not (%s)) execute function '
            'thing.raise_violations(%L)',
            ' or update of ' || v_fields, v_table, p_predicate, p_class_id);
    end if;
    return query
    select format('create or replace trigger count_given before insert or update of %s on %s for each row when (%s) '
                  'execute function thing.count_given(%s)',
               string_agg(quote_ident(s.column_name), ', '), v_table,
               string_agg(case s.type when 'text' then format(   -- (sooner seen than read)
                       'new.%I <> thing.number_text(%s, %L) collate "C" and ', s.column_name,
                       thing.last_number_sql(s.default_value), s.default_value ->> 'sequence') else '' end
                   || format('%s > %s', thing.number_position_sql(s.type, s.default_value ->> 'sequence',
                       'new.' || quote_ident(s.column_name)), thing.last_number_sql(s.default_value)), ' or '),
               string_agg(format('%L, %L, %L', s.column_name, s.type, s.default_value), ', '))
      from thing.class_sequences(p_class_id) s
     where s.live
    having count(*) > 0;
    return next format(
        'create or replace trigger stamp before update on %s for each row when (pg_catalog.record_image_ne(row(%s), '
        'row(%s))) execute function %I.stamp()',
        v_table, replace(v_row, '{r}', 'old'), replace(v_row, '{r}', 'new'), current_schema());
    return query select t from thing.log_triggers_sql(v_table,
                            array['log_insert', 'log_update', 'log_delete'], v_log, v_refer) t;
    return query select t from thing.rollup_triggers_sql(p_class_id) t;
    return query select t from thing.upkeep_triggers_sql(p_class_id) t;
    for v_join in
        select format('%I.%I', current_schema(), format('tj_%s_%s', p_class_id, f.physical_name)) as name,
               f.physical_name,
               case when f.target_id is not null and thing.reference_table(f.target_id) = 'thing_instances' then format(
                   '%L, %L', 'target_id', f.target_id) end as refer
          from thing_class_fields f
         where f.class_id = p_class_id and f.type = 'references' and f.dropped_version is null
         order by f.id
    loop
        return query select t from thing.log_triggers_sql(v_join.name, array['link', null, 'unlink'],
            format('%L, %L', p_class_id, v_join.physical_name), v_join.refer) t;
    end loop;
end
$$;
comment on function thing.triggers_of_sql(integer, text) is
    'CREATE TRIGGER statements of a class''s tables, from its predicate. Internal.';
revoke all on function thing.triggers_of_sql(integer, text) from public;
