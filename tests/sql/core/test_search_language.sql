-- Searches in a language, of unfinished words, and what is shown of what was found.
begin;
select plan(19);
select ok(thing.search_stems('The red lamps', 'english') @@ thing.search_query_in('a lamp', 'english'), 'endings do not count');
select ok(not thing.search_words('The red lamps') @@ thing.search_query('lamp'), 'without a language they do');
select ok(thing.search_stems('Blå bøker på bordet', 'norwegian') @@ thing.search_query_in('boken bla', 'norwegian') is not null, 'accents are folded');
select ok(thing.search_stems('Øyene', 'norwegian') @@ thing.search_query_in('oyene', 'norwegian'), 'in both');
select is(thing.search_query_in('red wor', 'simple', true)::text, '''red'' & ''wor'':*', 'the last word as far as it is typed');
select ok(thing.search_words('hello world') @@ thing.search_query_in('hello wor', 'simple', true));
select is(thing.search_query_in('"red wor"', 'simple', true)::text, '''red'' <-> ''wor''', 'but not of a phrase');
select is(thing.search_query_in('red -wor', 'simple', true)::text, '''red'' & !''wor''', 'nor what must not be there');
select is(thing.search_query_in('', 'simple', true)::text, '', 'nothing is nothing');
select ok(thing.search_words('東京都庁') @@ thing.search_query_in('東', 'simple', true), 'where no gaps are written');
select is(thing.search_query('red wor')::text, '''red'' & ''wor''', 'only when asked');
select is(thing.highlight('Æble & <b>lampe</b>', thing.search_query('aeble lampe')),
    '<mark>Æble</mark> &amp; &lt;b&gt;<mark>lampe</mark>&lt;/b&gt;', 'marks stand in HTML that is safe');
select is(thing.highlight('"The" lamp''s lamps, lamp-post', thing.search_query_in('lamp -post', 'english'), 'english'),
    '&quot;The&quot; <mark>lamp&#39;s</mark> <mark>lamps</mark>, <mark>lamp-post</mark>', 'words, as the language has them');
select is(thing.highlight('a red world', thing.search_query_in('wor', 'simple', true)), 'a red <mark>world</mark>');
select is(thing.highlight('a red world', thing.search_query('-red')), 'a red world', 'nothing is looked for');
select is(thing.highlight('', thing.search_query('red')), '');
select is(thing.highlight(null, thing.search_query('red')), null);
select is(thing.highlight(repeat('so it goes ', 100) || 'lamp' || repeat(' on and on', 100), thing.search_query('lamp')) ~
    '^…[a-z ]{50,62}<mark>lamp</mark>[a-z ]{200,250}…$', true, 'of a long text what is around it');
select is(length(thing.highlight(repeat('x', 1000), thing.search_query('lamp'))) < 310, true, 'a word without an end');
select * from finish();
rollback;
