-- Statistics for columns that lost theirs: a column whose type is altered has none (thing.modifier_steps), and nothing
-- would make them before enough rows change. Reads a sample; holds up no one. Runs inside the tenant's schema.
create or replace function thing.analyze_columns()
returns void
language plpgsql
volatile
as $$
declare
    v_table text;
begin
    for v_table in
        select distinct c.relname::text
          from thing_class_fields f
          join thing.field_types t on t.name = f.type and t.params ? 'round'
          join thing_classes k on k.id = f.class_id and not k.abstract
          join pg_class c on c.oid = to_regclass(quote_ident('tc_' || k.physical_name)) and c.reltuples > 0
          join pg_attribute a on a.attrelid = c.oid and a.attname = f.physical_name
         where f.dropped_version is null
           and not exists (select from pg_stats s
                            where s.schemaname = current_schema() and s.tablename = c.relname and s.attname = a.attname)
    loop
        execute format('analyze %I.%I', current_schema(), v_table);
    end loop;
end
$$;
comment on function thing.analyze_columns() is 'Statistics for columns that lost theirs. Internal.';
revoke all on function thing.analyze_columns() from public;
