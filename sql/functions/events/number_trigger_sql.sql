-- Makes the trigger of a tenant's thing_numbers, unless it is there. Pure.
create or replace function thing.number_trigger_sql(p_schema text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select replace($ddl$
do $do$
begin
    if not exists (select from pg_trigger t
                    where t.tgrelid = '{s}.thing_numbers'::regclass and t.tgname = 'keep_number') then
        create constraint trigger keep_number after update of turns on {s}.thing_numbers
            deferrable initially deferred for each row execute function thing.keep_number();
    end if;
end
$do$;
$ddl$, '{s}', quote_ident(p_schema))
$$;
comment on function thing.number_trigger_sql(text) is 'DDL of the trigger of a tenant''s numbers. Internal.';
revoke all on function thing.number_trigger_sql(text) from public;
