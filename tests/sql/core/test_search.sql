-- thing.search_words and thing.similar_text: case and accents do not count, parts of Chinese, Japanese and Korean words are found; an index serves both.
begin;
select plan(33);
select is(thing.search_words(text) @@ thing.search_query(asked), found, format('%s in %s', asked, text))
  from (values ('Ålesund og Bodø', 'alesund', true), ('Alesund', 'ÅLESUND', true), ('Straße des 17. Juni', 'strasse', true), ('Øresund', 'oresund', true),
               ('Ærø', 'aero', true), ('Łódź', 'lodz', true), ('Ёлка', 'елка', true), ('мой', 'мои', false), ('Москва', 'МОСКВА', true), ('Ελλάς', 'ΕΛΛΑΣ', true),
               ('Tiếng Việt', '"tieng viet"', true), ('Tiếng Việt', '"viet tieng"', false), ('Tiếng Việt', 'tieng -viet', false), ('café', 'tea or cafe', true),
               ('東京都庁', '京都', true), ('東京都庁', '都京', false), ('東京都庁', '東京都', true), ('東京都庁', '庁', true), ('東京都庁', '京', true), ('東京都庁', '-京都', false),
               ('京 都', '京都', false), ('iPhone手機2024年', 'iphone', true), ('iPhone手機2024年', '2024 手機', true), ('iPhone手機', 'iPhone手機', true), ('カタカナ', 'タカ', true),
               ('がっこう', 'かっこう', false), ('한국어', '국어', true), ('東京 駅', '"東京 駅"', true), (U&'e\0301te\0301', 'été', true)) t (text, asked, found);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Place', '[{"name": "name", "type": "text", "searchable": true}]');
insert into tenant_shop.tc_place (name) select 'number ' || n from generate_series(1, 300) n;
insert into tenant_shop.tc_place (name) values ('Москва-река'), ('東京都庁'), ('Ålesund sentrum');
select set_eq($$ select name from tenant_shop.tc_place where thing.similar_text('москвы') <% (thing.similar_text(name) collate "C") or thing.similar_text('京都') <% (thing.similar_text(name) collate "C")
                    or thing.similar_text('alesunt') <% (thing.similar_text(name) collate "C") $$, $$ values ('Москва-река'), ('東京都庁'), ('Ålesund sentrum') $$, 'similar, in every script');
set local enable_seqscan = off;
create function pg_temp.plan(p_condition text) returns setof text language plpgsql as 'begin return query execute ''explain select from tenant_shop.tc_place where '' || p_condition; end';
select ok(exists (select from pg_temp.plan($$ thing.search_words(name) @@ thing.search_query('京都 -"a b"') $$) p where p like '%Bitmap Index Scan on ts_%'), 'the index serves search');
select ok(exists (select from pg_temp.plan($$ thing.similar_text('alesund') <% (thing.similar_text(name) collate "C") $$) p where p like '%Bitmap Index Scan on ts_%'), 'and similar');
select is_empty($$ select * from thing.check('shop') $$, 'the index is as it should be');
select * from finish();
rollback;
