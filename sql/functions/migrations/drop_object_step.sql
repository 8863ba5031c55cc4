-- The step that takes a constraint or index away. Runs inside the tenant's schema.
create or replace function thing.drop_object_step(p_table text, p_name text, p_kind text)
returns thing.ddl_step
language plpgsql
stable
as $$
begin
    return (3,
        case p_kind
            when 'index' then format('drop index %I.%I', current_schema(), p_name)
            when 'not null' then format('alter table %I.%I alter column %I drop not null', current_schema(), p_table, p_name)
            else format('alter table %I.%I drop constraint %I', current_schema(), p_table, p_name)
        end, p_table, 'ACCESS EXCLUSIVE', false, null)::thing.ddl_step;
end
$$;
comment on function thing.drop_object_step(text, text, text) is 'DDL step that drops a constraint or index. Internal.';
revoke all on function thing.drop_object_step(text, text, text) from public;
