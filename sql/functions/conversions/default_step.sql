-- The step that gives a column its default (SQL; 'null' for none): for rows to come, existing ones stay. Runs inside
-- the tenant's schema.
create or replace function thing.default_step(p_class_id integer, p_column text, p_default text)
returns thing.ddl_step
language plpgsql
stable
as $$
begin
    return thing.ddl_step(phase => 'triggers', table_name => thing.table_name(p_class_id),
               lock_mode => 'ACCESS EXCLUSIVE', sql => format(
                   'alter table %I.%I alter column %I %s', current_schema(), thing.table_name(p_class_id), p_column,
                   case p_default when 'null' then 'drop default' else 'set default ' || p_default end));
end
$$;
comment on function thing.default_step(integer, text, text) is 'DDL step that sets a column''s default. Internal.';
revoke all on function thing.default_step(integer, text, text) from public;
