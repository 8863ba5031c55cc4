-- A text as HTML, with <mark> around the words that a query finds; all else is escaped. Of a long text some 300
-- characters around the first of them. Only the first 4,000 characters are looked at. A word is marked as a whole:
-- Chinese, Japanese and Korean ones, too. language: the one that the query was made in.
create or replace function thing.highlight(value text, query tsquery, language regconfig default 'pg_catalog.simple')
returns text
language sql
immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$
    with any_word as (
        select string_agg(l.m[1], ' | ')::tsquery as query      -- those that are wanted, whatever stands between them
          from regexp_matches(querytree(highlight.query), '(''(?:[^'']|'''')*''(?::[*A-D]+)?)', 'g') l (m)
    ), tokens as (
        select t.m[1] as gap, coalesce(t.m[2], '') as word, t.n
          from regexp_matches(left(highlight.value, 4000),
                   '([\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u3004\u3008-\u3020]*)'
                   '(?:([^\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u3004\u3008-\u3020]'
                   '(?:[^\s,;!?"()\[\]{}<>\u2000-\u206f\u3000-\u3004\u3008-\u3020]*'
                   '[^\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u3004\u3008-\u3020])?)|$)',
                   'g') with ordinality t (m, n)
    ), words as (
        select w.word, coalesce(thing.search_stems(w.word, highlight.language) @@ a.query, false) as hit
          from (select distinct t.word from tokens t where t.word <> '') w cross join any_word a
    ), placed as (
        select t.n, t.gap, t.word, coalesce(w.hit, false) as hit,
               sum(length(t.gap) + length(t.word)) over (order by t.n) as upto
          from tokens t left join words w on w.word = t.word
    ), cut as (
        select case when length(highlight.value) <= 300 then 0
                    else greatest(coalesce(min(p.upto - length(p.word)) filter (where p.hit), 0) - 60, 0) end as start
          from placed p
    )
    select case when c.start > 0 then '…' else '' end
               || coalesce(s.html, thing.escape_html(substr(highlight.value, c.start::integer + 1, 300)))
               || case when s.upto < length(highlight.value) then '…' else '' end
      from cut c
      cross join lateral (
          select max(p.upto) as upto,
                 string_agg(thing.escape_html(p.gap) || case when p.hit
                     then '<mark>' || thing.escape_html(p.word) || '</mark>' else thing.escape_html(p.word) end, ''
                     order by p.n) as html
            from placed p
           where p.upto - length(p.word) >= c.start
             and p.upto <= case when length(highlight.value) <= 300 then 300 else c.start + 300 end) s
$$;
comment on function thing.highlight(text, tsquery, regconfig) is
    'A text as HTML with the words that a query finds in <mark>. Example: select thing.highlight(''Æble & lampe'', '
    'thing.search_query(''aeble'')).';
revoke all on function thing.highlight(text, tsquery, regconfig) from public;
grant execute on function thing.highlight(text, tsquery, regconfig) to thing_admin, thing_tenant;
