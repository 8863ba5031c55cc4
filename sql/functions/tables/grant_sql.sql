-- A GRANT or REVOKE (p_verb) of a privilege on a table, or on some of its columns. p_role null: PUBLIC. Pure.
create or replace function thing.grant_sql(
    p_verb text, p_privilege text, p_columns text[], p_schema text, p_table text, p_role text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select format(case p_verb when 'grant' then 'grant %s%s on %I.%I to %s'
                       else 'revoke %s%s on %I.%I from %s cascade' end,
        lower(p_privilege), ' (' || (select string_agg(quote_ident(c), ', ') from unnest(p_columns) c) || ')', p_schema,
        p_table, coalesce(quote_ident(p_role), 'public'))
$$;
comment on function thing.grant_sql(text, text, text[], text, text, text) is
    'A GRANT or REVOKE on a table or column. Internal.';
revoke all on function thing.grant_sql(text, text, text[], text, text, text) from public;
