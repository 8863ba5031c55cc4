-- What of a text is searched: thing.fold_accents, with the parts of words in scripts that write none apart (Chinese,
-- Japanese, Korean): each character with the one behind it, the first and the last alone: "東京都" is "東 東京 京都 都".
-- Inlined, like thing.fold_case.
create or replace function thing.search_text(value text)
returns text
language sql
immutable parallel safe
as $$
    select case when pg_catalog.octet_length(value) = pg_catalog.char_length(value) then thing.fold_accents(value)
        else pg_catalog.regexp_replace(pg_catalog.regexp_replace(thing.fold_accents(value),
            '([\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff'
            '\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)',
            ' \1 ', 'g'),
            '([\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff'
            '\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])',
            '\1 \1', 'g') end
$$;
comment on function thing.search_text(text) is
    'What of a text is searched: without case and accents, with the parts of Chinese, Japanese and Korean words. '
    'Example: select thing.search_text(''東京都'').';
revoke all on function thing.search_text(text) from public;
grant execute on function thing.search_text(text) to thing_admin, thing_tenant;
