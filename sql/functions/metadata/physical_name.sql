-- An identifier for an API name: camel case to snake case, ASCII, at most 48 characters, none of p_taken. It begins
-- with a letter from a to z and has a-z, 0-9 and _ in it, no more: names of ours beside columns (aliases, variables)
-- begin with _ instead, so that no column captures one. A name that is taken, or that PostgreSQL or the core use as a
-- column, gets the first free number behind it. Pure.
create or replace function thing.physical_name(p_name text, p_taken text[])
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_snake text := regexp_replace(lower(regexp_replace(regexp_replace(normalize(p_name, NFKC),
        '([a-z0-9])([A-Z])', '\1_\2', 'g'), '([A-Z])([A-Z][a-z])', '\1_\2', 'g')), '[^a-z0-9_]+', '_', 'g');
    v_base text := left(regexp_replace(v_snake, '^[^a-z]+', ''), 48);
    v_taken text[] := p_taken || array['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid',
        'id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by'];
    v_name text := coalesce(nullif(v_base, ''), 'x');
    v_number integer := 1;
begin
    v_base := v_name;
    while v_name = any (v_taken) loop
        v_number := v_number + 1;
        v_name := left(v_base, 47 - length(v_number::text)) || '_' || v_number;
    end loop;
    return v_name;
end
$$;
comment on function thing.physical_name(text, text[]) is
    'A free identifier of at most 48 characters for an API name. Internal.';
revoke all on function thing.physical_name(text, text[]) from public;
