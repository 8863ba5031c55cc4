-- Letters of every script are letters to what searches texts.
begin;
select plan(4);
select ok('Москва' operator(public.<%) 'город Москва', 'a word');
select ok('Петербруг' operator(public.<%) 'город Санкт-Петербург', 'a misspelled one');
select ok(not 'Москва' operator(public.<%) 'Санкт-Петербург', 'not another');
select ok(to_tsvector('simple', 'Ein Ärgernis, große Freude') operator(pg_catalog.@@) websearch_to_tsquery('simple', 'ÄRGERNIS GROSSE or große'), 'whatever the case');
select * from finish();
rollback;
