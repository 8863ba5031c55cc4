-- Triggers and grants of a class's tables, where pg_catalog differs from what the metadata want. Runs inside the
-- tenant's schema. Errors: those of thing.class_triggers_sql.
create or replace function thing.trigger_steps(p_class_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
begin
    return query
    select * from thing.wanted_trigger_steps(p_class_id, array(select s from thing.class_triggers_sql(p_class_id) s));
end
$$;
comment on function thing.trigger_steps(integer) is
    'DDL steps that bring a class''s triggers and grants up to date. Internal.';
revoke all on function thing.trigger_steps(integer) from public;
