-- The statements that make a part of a table, or a function, what it should be; that drop it where nothing is wanted.
-- Runs inside the tenant's schema.
create or replace function thing.part_fix(p_table text, p_part text, p_name text, p_wanted jsonb, p_actual jsonb)
returns text[]
language plpgsql
stable
as $$
declare
    v_schema text := current_schema();
    v_table text := format('%I.%I', v_schema, p_table);
    v_class integer := (select c.id from thing_classes c where 'tc_' || c.physical_name = p_table);
begin
    return case p_part
        when 'table' then case
            when p_actual is not null then thing.table_fix(p_table, p_wanted, p_actual)
            when v_class is not null then array[thing.class_table_sql(v_class)]
            when p_table ~ '^tj_' then thing.join_table_sql(v_schema, p_table)
            else array[(select format('create table %s (%s)', v_table, string_agg(
                           replace(quote_ident(w.name) || thing.column_definition(w.definition), '{s}',
                               quote_ident(v_schema)), ', ' order by w.name))
                          from thing.parts w
                         where w.scope = 'tenant' and w.table_name = p_table and w.part = 'column')] end
        when 'column' then case
            when p_actual is null then array[format('alter table %s add column %I%s', v_table, p_name,
                replace(thing.column_definition(p_wanted), '{s}', quote_ident(v_schema)))]
            when p_wanted is null then array[format('alter table %s drop column %I', v_table, p_name)]
            else thing.column_fix(p_table, p_name, p_wanted, p_actual) end
        when 'constraint' then array_remove(array[
            case when p_actual is not null then format('alter table %s drop constraint %I', v_table, p_name) end,
            case when p_wanted is not null then format('alter table %s add constraint %I %s', v_table, p_name,
                p_wanted ->> 'definition') end], null)
        when 'index' then array_remove(array[
            case when p_actual is not null then format('drop index %I.%I', v_schema, p_name) end,
            replace(p_wanted ->> 'definition', ' ON ', ' ON ' || quote_ident(v_schema) || '.')], null)
        when 'function' then array[case when p_wanted is null then format('drop function %I.%s', v_schema, p_name)
                                        else thing.tenant_functions_sql(v_schema) end]
        end;
end
$$;
comment on function thing.part_fix(text, text, text, jsonb, jsonb) is
    'Statements that mend a part of a table. Internal.';
revoke all on function thing.part_fix(text, text, text, jsonb, jsonb) from public;
