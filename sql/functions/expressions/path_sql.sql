-- A path of an expression as SQL over the row p_row, as thing.expression_sql has it. A field that is computed is read
-- where it is stored and p_row is a row that has it; in a generated column, and in the row "new" that a trigger sees,
-- its own expression stands in its place. Behind a reference, the thing is looked up in each table that it may stand
-- in. (A kept one is a column like others.) Runs inside the tenant's schema.
create or replace function thing.path_sql(p_path jsonb, p_row text, p_level integer)
returns text
language plpgsql
stable
as $$
declare
    v_class integer := split_part(p_path ->> 0, ':', 1)::integer;
    v_column text := split_part(p_path ->> 0, ':', 2);
    v_field record;
    v_sql text := concat(p_row || '.', quote_ident(v_column));
    v_alias text := '_f' || p_level;
begin
    select f.type, f.params, f.expression, f.inlined, f.target_id into v_field
      from thing_class_fields f where f.class_id = v_class and f.physical_name = v_column;
    if v_field.expression is not null and (v_field.inlined or (p_row is null or p_row = 'new')
       and v_field.expression -> 'kept' is distinct from 'true') then
        v_sql := thing.result_sql(v_field.type, v_field.params,
            thing.expression_sql(v_field.expression -> 'tree', p_row, p_level));
    end if;
    if jsonb_array_length(p_path) > 1 then
        return '(' || (
            select string_agg(format('select %s from %I %s where %3$s.id = %4$s',
                       thing.path_sql(p_path - 0, v_alias, p_level + 1), t.name, v_alias, v_sql),
                       ' union all ' order by t.n)
              from unnest(thing.concrete_tables(v_field.target_id)) with ordinality t (name, n)) || ')';
    end if;
    return case thing.expression_kind(v_field.type)
        when 'integer' then v_sql || '::numeric'
        when 'text' then format('(%s::text collate "C")', v_sql)
        else case when v_field.type is not null or v_column not in ('version', 'created_by', 'updated_by') then v_sql
                  when v_column = 'version' then v_sql || '::numeric'
                  else format('(%s collate "C")', v_sql) end end;
end
$$;
comment on function thing.path_sql(jsonb, text, integer) is 'A path of an expression as SQL. Internal.';
revoke all on function thing.path_sql(jsonb, text, integer) from public;
