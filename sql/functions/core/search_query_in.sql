-- What a person asks for, over thing.search_stems: words, "phrases", or, -without. Several characters of Chinese,
-- Japanese or Korean in a row are found wherever they stand so; one alone, wherever it stands. A phrase with such
-- characters is its parts, each for itself. unfinished: the last word may be the beginning of one, unless it stands in
-- a phrase or behind a minus.
create or replace function thing.search_query_in(value text, language regconfig, unfinished boolean default false)
returns tsquery
language plpgsql
immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$
declare
    -- those of thing.search_text
    v_letters constant text :=
        '\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff'
        '\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff';
    v_letter constant text := '[' || v_letters || ']';
    v_text text := thing.fold_accents(search_query_in.value);
    v_query tsquery;
begin
    if v_text ~ v_letter then
        v_text := regexp_replace(v_text, '"([^"]*' || v_letter || '[^"]*)"', '\1', 'g');
        v_text := regexp_replace(v_text, '([^\s"' || v_letters || '-])(?=' || v_letter || ')', '\1 ', 'g');
        v_text := regexp_replace(v_text, '(' || v_letter || ')(?=[^\s"' || v_letters || '])', '\1 ', 'g');
        v_text := regexp_replace(v_text, '(' || v_letter || ')', '\1 \1', 'g');
        v_text := regexp_replace(v_text,
            v_letter || ' ((?:' || v_letter || v_letter || ' )*' || v_letter || v_letter || ') ' || v_letter,
            '"\1"', 'g');
    end if;
    v_query := websearch_to_tsquery(language, v_text);
    if v_text ~ v_letter then
        v_query := regexp_replace(v_query::text, '''(' || v_letter || ')''(?!:)', '''\1'':*', 'g')::tsquery;
    end if;
    if unfinished and v_text !~ '"\s*$' then
        v_query := regexp_replace(v_query::text, '(^|[^!])(''(?:[^'']|'''')+'')$', '\1\2:*')::tsquery;
    end if;
    return v_query;
end
$$;
comment on function thing.search_query_in(text, regconfig, boolean) is
    'What a person asks for, as a query over thing.search_stems; unfinished: the last word as far as it is typed. '
    'Example: select thing.search_query_in(''red lam'', ''simple'', true).';
revoke all on function thing.search_query_in(text, regconfig, boolean) from public;
grant execute on function thing.search_query_in(text, regconfig, boolean) to thing_admin, thing_tenant;
