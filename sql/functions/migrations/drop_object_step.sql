-- The step that takes a constraint or index away. Dropping a foreign key locks the table it points to as well.
-- Runs inside the tenant's schema.
create or replace function thing.drop_object_step(p_table text, p_name text, p_kind text)
returns setof thing.ddl_step
language plpgsql
stable
as $$
begin
    if p_kind = 'statistics' then
        return next thing.ddl_step(phase => 'drops', table_name => p_table, lock_mode => 'SHARE UPDATE EXCLUSIVE',
            sql => format('drop statistics %I.%I', current_schema(), p_name));
        return;
    end if;
    return next thing.ddl_step(phase => 'drops', table_name => p_table, lock_mode => 'ACCESS EXCLUSIVE', sql =>
        case
            when p_kind = 'index' or p_kind = 'unfinished' and p_name !~ '^tn_'
                 or p_kind = 'unique' and to_regclass(quote_ident(p_name)) is not null
                    and not exists (select from pg_constraint k where k.conindid = to_regclass(quote_ident(p_name))
                                       and k.contype = 'u') then format('drop index %I.%I', current_schema(), p_name)
            when p_kind = 'not null' then format('alter table %I.%I alter column %I drop not null',
                current_schema(), p_table, p_name)
            else format('alter table %I.%I drop constraint %I', current_schema(), p_table, p_name)
        end);
    return query
    select (thing.ddl_step(phase => 'drops', table_name => r.relname, lock_mode => 'ACCESS EXCLUSIVE')).*
      from pg_constraint k
      join pg_class r on r.oid = k.confrelid
     where p_kind = 'foreign' and k.conrelid = to_regclass(quote_ident(p_table)) and k.conname = p_name
       and k.confrelid <> k.conrelid;
end
$$;
comment on function thing.drop_object_step(text, text, text) is 'DDL steps that drop a constraint or index. Internal.';
revoke all on function thing.drop_object_step(text, text, text) from public;
