-- What a person asks for, over thing.search_words: words, "phrases", or, -without. Several characters of Chinese,
-- Japanese or Korean in a row are found wherever they stand so; one alone, wherever it stands. A phrase with such
-- characters is its parts, each for itself.
create or replace function thing.search_query(value text)
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
    v_text text := thing.fold_accents(search_query.value);
    v_query tsquery;
begin
    if v_text !~ v_letter then
        return websearch_to_tsquery('simple', v_text);
    end if;
    v_text := regexp_replace(v_text, '"([^"]*' || v_letter || '[^"]*)"', '\1', 'g');
    v_text := regexp_replace(v_text, '([^\s"' || v_letters || '-])(?=' || v_letter || ')', '\1 ', 'g');
    v_text := regexp_replace(v_text, '(' || v_letter || ')(?=[^\s"' || v_letters || '])', '\1 ', 'g');
    v_text := regexp_replace(v_text, '(' || v_letter || ')', '\1 \1', 'g');
    v_text := regexp_replace(v_text,
        v_letter || ' ((?:' || v_letter || v_letter || ' )*' || v_letter || v_letter || ') ' || v_letter, '"\1"', 'g');
    v_query := websearch_to_tsquery('simple', v_text);
    return regexp_replace(v_query::text, '''(' || v_letter || ')''(?!:)', '''\1'':*', 'g')::tsquery;
end
$$;
comment on function thing.search_query(text) is
    'What a person asks for, as a query over thing.search_words. Example: select thing.search_words(''東京都庁'') @@ '
    'thing.search_query(''京都'').';
revoke all on function thing.search_query(text) from public;
grant execute on function thing.search_query(text) to thing_admin, thing_tenant;
