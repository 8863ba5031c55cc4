-- PL/pgSQL that runs a logging statement: static where to_jsonb is exact, and dynamic (planned at each call) where a
-- class needs another image, which its trigger then hands over as the second argument, for a row called _o. {after}
-- in the statement is the image of _c._row. Pure.
create or replace function thing.log_statement_sql(p_statement text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select format($plpgsql$
    if tg_nargs = 1 then
        %s;
    else
        execute replace(replace(%L, '{image}', tg_argv[1]), '{after}', replace(tg_argv[1], '_o.', '(_c._row).'))
          using _class, _actor;
    end if;$plpgsql$,
        replace(replace(replace(replace(p_statement, '{class}', '_class'), '{actor}', '_actor'),
            '{image}', 'to_jsonb(_o)'), '{after}', 'to_jsonb(_c._row)'),
        replace(replace(p_statement, '{class}', '$1'), '{actor}', '$2'))
$$;
comment on function thing.log_statement_sql(text) is 'PL/pgSQL around a logging statement. Internal.';
revoke all on function thing.log_statement_sql(text) from public;
