-- A tenant's pattern is small, well-formed and matches in linear time, or is refused.
begin;
create temporary table cases (pattern text, refused text);
insert into cases values
    ('^[A-Z]{2}-[0-9]{4}$', null), ('^(?:a|b)*$', null), ('(?i)^abc', null), ('[]a]', null), ('[^]a]', null), ('[[:alpha:]]+', null), ('\{\}', null), ('a{0,60}', null),
    ('^[^@]+@[^@]+$', null), ('a{', null), ('[(?=]', null), ('\(\?=', null), ('((a+)+)+b', null), ('^\s*\S+\s*$', null), ('\u00e9', null),
    ('(a)\1', 'back-reference'), ('(a)\2', 'back-reference'), ('((a)\1)', 'back-reference'), ('a(?=b)', 'look-around'), ('a(?!b)', 'look-around'), ('(?<=a)b', 'look-around'), ('(?<!a)b', 'look-around'),
    ('(?x)a #', 'embedded option'), ('(?b)a', 'embedded option'), ('a(?i)b', 'embedded option'), ('***=a', '***'), ('***:a', '***'),
    ('a**', ''), ('a{256}', ''), ('a{1000}', 'more than 255'), ('(a{100}){100}', '500 states'), ('((a{10}){10}){10}b', '500 states'), ('(a?){200}', '500 states'), ('(a*b*c*d*e*){199}', '500 states'),
    ('(.?.?.?.?){240}', '500 states'), (repeat('(', 25) || 'a' || repeat(')', 25), 'nested groups'), (repeat('a', 501), '1 to 500'), ('', '1 to 500'), ('(', ''), ('[a', ''), ('a{2,1}', ''), ('\', '');
select plan((select count(*) from cases)::integer + 2);
select case when refused is null
    then lives_ok(format('select thing.check_pattern(%L)', pattern), 'taken: ' || left(pattern, 40))
    else throws_matching(format('select thing.check_pattern(%L)', pattern), replace(refused, '*', '\*'), 'refused: ' || left(pattern, 40)) end from cases;
select throws_ok($$ select thing.check_pattern('(a)\1') $$, 'TB026', null, 'SQLSTATE');
-- The worst that is taken stays linear: 100 KB, each well under a second even on a slow machine.
create temporary table slow as
    select p, clock_timestamp() as started, repeat('ab', 50000) ~ (p collate "C") as found, clock_timestamp() as ended
      from unnest(array['(a|b)*a(a|b){20}c$', '(a*b*){40}c$', '(.*a){90}c', '(a|ab|b){30}(b|ba|a){30}c$', '^(.{0,30}a){0,20}c']) p;
select is_empty($$ select p, ended - started from slow where ended - started > '1 second' $$, 'accepted patterns match 100 KB in time');
select * from finish();
rollback;
