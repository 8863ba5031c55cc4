-- What the core would make of the metadata in p_schema (null: of none), with a log as that in p_log, as
-- thing.schema_objects: made in a schema of
-- its own, in a subtransaction that is rolled back. All metadata are checked on the way as if they were new: types,
-- parameters, rules, defaults.
-- Errors: TB020 to TB028 for metadata that this server cannot serve (an unknown type or rule, a missing extension),
-- TB034 DEPENDENCY.
create or replace function thing.expected_schema(p_schema text default null, p_log text default null)
returns table (kind text, table_name text, name text, definition text)
language plpgsql
as $$
declare
    v_schema constant text := 'thing_expected';
    v_table text;
    v_sql text;
    v_parts jsonb;
begin
    begin
        execute format('create schema %I', v_schema);
        execute thing.tenant_tables_sql(v_schema);
        execute thing.tenant_functions_sql(v_schema);
        perform set_config('search_path', thing.tenant_path(v_schema), true);
        perform thing.expected_log(coalesce(p_log, p_schema));
        foreach v_table in array case when p_schema is null then '{}' else array['thing_classes', 'thing_class_fields',
            'thing_class_uniques', 'thing_class_indexes', 'thing_enums', 'thing_roles', 'thing_policies'] end loop
            select string_agg(quote_ident(a.attname), ', ') into v_sql
              from pg_attribute a
             where a.attrelid = to_regclass(v_table) and a.attnum > 0 and not a.attisdropped;
            execute format('insert into %1$s (%2$s) overriding system value select %2$s from %3$I.%1$s',
                v_table, v_sql, p_schema);
        end loop;
        perform thing.make_tables();
        perform thing.make_objects();
        select jsonb_agg(o) into v_parts from thing.schema_objects(v_schema) o;
        raise exception using errcode = 'TBZZZ';   -- undo it all; variables keep what they have
    exception when sqlstate 'TBZZZ' then
        null;
    end;
    return query select o.*
                   from jsonb_to_recordset(v_parts) as o (kind text, table_name text, name text, definition text);
end
$$;
comment on function thing.expected_schema(text, text) is 'What the core would make of a tenant''s metadata. Internal.';
revoke all on function thing.expected_schema(text, text) from public;
