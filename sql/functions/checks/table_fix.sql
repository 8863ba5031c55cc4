-- The statements that make a table plain again: logged, without row security, attached to nothing. Runs inside the
-- tenant's schema.
create or replace function thing.table_fix(p_table text, p_wanted jsonb, p_actual jsonb)
returns text[]
language plpgsql
stable
as $$
declare
    v_alter text := format('alter table %I.%I ', current_schema(), p_table);
begin
    return array(
        select s.sql
          from (values
            ('persistence', v_alter || 'set logged'),
            ('rowSecurity', v_alter || 'disable row level security, no force row level security'),
            ('noIdentity', v_alter || 'replica identity default'),
            ('ofType', v_alter || 'not of')
          ) s (key, sql)
         where p_wanted -> s.key is distinct from p_actual -> s.key
        union all
        select case when p.relkind = 'p' then format('alter table %I.%I detach partition %I.%I',
                   p.relnamespace::regnamespace, p.relname, c.relnamespace::regnamespace, c.relname)
                    else format('alter table %I.%I no inherit %I.%I', c.relnamespace::regnamespace, c.relname,
                        p.relnamespace::regnamespace, p.relname) end
          from pg_inherits h
          join pg_class p on p.oid = h.inhparent
          join pg_class c on c.oid = h.inhrelid
         where to_regclass(quote_ident(p_table)) in (h.inhparent, h.inhrelid)
           and p.relname <> 'change_log');   -- its partitions are ours
end
$$;
comment on function thing.table_fix(text, jsonb, jsonb) is 'Statements that make a table plain. Internal.';
revoke all on function thing.table_fix(text, jsonb, jsonb) from public;
