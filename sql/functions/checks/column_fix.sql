-- The statements that make a column what it should be: a part of its description that differs is a row here. A
-- generated column is made plain first; triggers that stand in the way of another type are dropped, and come back in
-- the next round of thing.repair. Runs inside the tenant's schema.
create or replace function thing.column_fix(p_table text, p_name text, p_wanted jsonb, p_actual jsonb)
returns text[]
language plpgsql
stable
as $$
declare
    v_alter text := format('alter table %I.%I alter column %I ', current_schema(), p_table, p_name);
    v_retype boolean := (p_wanted -> 'type', p_wanted -> 'collation')
        is distinct from (p_actual -> 'type', p_actual -> 'collation');
    v_default text := replace(p_wanted ->> 'default', '{s}', quote_ident(current_schema()));
begin
    return array(
        select s.sql
          from (
            select 3 as n, v_retype as wanted,
                   format('drop trigger %I on %I.%I', t.tgname, current_schema(), p_table) as sql
              from pg_trigger t where t.tgrelid = to_regclass(quote_ident(p_table)) and not t.tgisinternal
               and t.tgname in ('validate', 'stamp')
            union all values
            (1, p_actual ->> 'generated' <> '' and p_wanted ->> 'generated' = '', v_alter || 'drop expression'),
            (2, v_retype and p_actual ->> 'default' is not null and p_actual ->> 'generated' = '',
             v_alter || 'drop default'),
            (4, v_retype, format('%stype %s%s using %I::%2$s', v_alter, p_wanted ->> 'type',
                case when p_wanted -> 'collation' is distinct from p_actual -> 'collation'
                    then ' collate ' || coalesce(p_wanted ->> 'collation', 'pg_catalog."default"') else '' end,
                p_name)),
            (5, (v_retype or p_wanted -> 'default' is distinct from p_actual -> 'default') and v_default is not null,
             v_alter || 'set default ' || v_default),
            (5, not v_retype and p_wanted ->> 'default' is null and p_actual ->> 'default' is not null
             and p_actual ->> 'generated' = '', v_alter || 'drop default'),
            (6, (p_wanted -> 'notNull') = 'true' and (p_actual -> 'notNull') = 'false', v_alter || 'set not null'),
            (6, (p_wanted -> 'notNull') = 'false' and (p_actual -> 'notNull') = 'true', v_alter || 'drop not null'),
            (7, p_wanted ->> 'identity' = 'a' and p_actual ->> 'identity' = '',
             v_alter || 'add generated always as identity'),
            (7, p_wanted ->> 'identity' = 'a' and p_actual ->> 'identity' = 'd', v_alter || 'set generated always'),
            (7, p_wanted ->> 'identity' = '' and p_actual ->> 'identity' <> '', v_alter || 'drop identity')
          ) s
         where s.wanted
         order by s.n);
end
$$;
comment on function thing.column_fix(text, text, jsonb, jsonb) is 'Statements that mend a column. Internal.';
revoke all on function thing.column_fix(text, text, jsonb, jsonb) from public;
