-- The collation that a name of ours means, as SQL: "binary", "natural" (the order that most languages share) or the
-- locale of a language like "nb-NO"; "default", and null: the database's own. All are deterministic: what is equal is
-- so byte by byte.
-- Errors: TB025 INVALID_RULE for an unknown one, TB027 EXTENSION_MISSING where the server has no ICU.
create or replace function thing.collation_of(p_name text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_collation text;
begin
    if p_name is null or p_name = 'default' then
        return null;
    elsif p_name = 'binary' then
        return 'pg_catalog.ucs_basic';
    end if;
    select format('pg_catalog.%I', c.collname) into v_collation
      from pg_collation c
     where c.collname = case p_name when 'natural' then 'und' else p_name end || '-x-icu'
       and c.collprovider = 'i' and c.collisdeterministic and c.collnamespace = 'pg_catalog'::regnamespace;
    if v_collation is null
       and not exists (select from pg_collation c where c.collprovider = 'i' and c.collname = 'und-x-icu') then
        perform thing.fail('EXTENSION_MISSING',
            format('collation %s needs a PostgreSQL that is built with ICU', p_name),
            jsonb_build_object('collation', p_name, 'extension', 'icu'),
            'Use a server with ICU, or the collation "binary".');
    elsif v_collation is null then
        perform thing.fail('INVALID_RULE',
            format('collation %s is unknown: it is "binary", "natural" or a locale like "nb-NO"', p_name),
            jsonb_build_object('collation', p_name),
            'select collname from pg_collation where collprovider = ''i'' lists the locales, each with -x-icu behind '
            'it.');
    end if;
    return v_collation;
end
$$;
comment on function thing.collation_of(text) is
    'The collation that a name means, as SQL; null: the database''s. Internal.';
revoke all on function thing.collation_of(text) from public;
