-- A large value is in the log when it changes, not whenever something else does; history, events and restores have it.
begin;
select plan(13);
select thing.create_tenant('acme');
select thing.migrate('acme', '[{"op": "create_class", "class": "Doc", "fields": [
    {"name": "title", "type": "text"}, {"name": "body", "type": "text"}, {"name": "data", "type": "json"}]}]');
set local search_path = tenant_acme, public, tap;
insert into tc_doc (title, body, data)
values ('one', repeat('a', 10000), jsonb_build_object('words', jsonb_build_array(repeat('w', 5000))));
update tc_doc set title = 'two';
update tc_doc set title = 'three', body = repeat('b', 10000);
update tc_doc set title = 'four';
select results_eq($$ select (old ? 'body'), old -> '_same', length(old::text) < 1000 from change_log
        where operation = 'update' order by seq $$,
    $$ values (false, '["body", "data"]'::jsonb, true), (true, '["data"]', false), (false, '["body", "data"]', true) $$, 'what stays as it is is not written');
create function states() returns table (version integer, title text, body text, words integer, fields text[])
language sql as $$
    select h.version, h.state ->> 'title', left(h.state ->> 'body', 1) || length(h.state ->> 'body'),
           length(h.state -> 'data' -> 'words' ->> 0), array(select jsonb_object_keys(h.changes) order by 1)
      from thing.history('acme', 'Doc', (select i.thing_id from change_log i where i.operation = 'insert' order by seq limit 1)) h
     where h.operation in ('insert', 'update') order by h.version $$;
select results_eq($$ select * from states() $$,
    $$ values
    (1, 'one', 'a10000', 5000, '{body,data,title}'::text[]), (2, 'two', 'a10000', 5000, '{title}'),
    (3, 'three', 'b10000', 5000, '{body,title}'), (4, 'four', 'b10000', 5000, '{title}') $$,
    'history has every state, and says what changed');
select results_eq($$ select e.operation, left(e.old ->> 'body', 1), length(e.new ->> 'body'), e.changed
         from thing.event_rows(array(select l.seq from change_log l where l.class_id is not null)) e order by e.seq $$,
    $$ values ('insert', null, 10000, '{title,body,data}'::text[]), ('update', 'a', 10000, '{title}'),
              ('update', 'a', 10000, '{title,body}'), ('update', 'b', 10000, '{title}') $$, 'so have events');
select is((select array_agg(r.new ->> 'body' order by r.seq) = array(
                select repeat(x, 10000) from unnest('{a,a,b,b}'::text[]) x)
             from thing.change_rows(array(select l.seq from change_log l where l.class_id is not null)) r), true, 'and changes that are read');
select thing.restore_version('acme', 'Doc', (select id from tc_doc), 2);
select is((select title || left(body, 1) || length(data -> 'words' ->> 0) from tc_doc), 'twoa5000', 'it is restored');
select thing.migrate('acme', '[{"op": "rename_field", "class": "Doc", "field": "body", "to": "text"},
                               {"op": "drop_field", "class": "Doc", "field": "data"}]');
select is((select h.state ->> 'text' from thing.history('acme', 'Doc', (select id from tc_doc)) h where h.version = 2),
    repeat('a', 10000), 'a renamed field');
select thing.rollback('acme', 1);
delete from tc_doc;
select results_eq($$ select s.version, s.title, s.body, s.words from states() s $$,
    $$ values (1, 'one', 'a10000', 5000),
    (2, 'two', 'a10000', 5000), (3, 'three', 'b10000', 5000), (4, 'four', 'b10000', 5000), (5, 'two', 'a10000', 5000) $$,
    'what is gone has its states');
select thing.restore_version('acme', 'Doc', (select thing_id from change_log where operation = 'insert' limit 1), 4);
select is((select title || left(body, 1) from tc_doc), 'fourb', 'and comes back');
select is((select count(*) from change_log where operation = 'delete' and old ? '_same'), 0::bigint,
    'the last image is whole');
do $$ begin
    for v_n in 1 .. 70 loop update tc_doc set title = v_n::text; end loop;
end $$;
select is((select array_agg(l.version order by l.seq) from change_log l
            where l.operation = 'update' and l.version > 7 and l.old ? 'body'), '{32,64}', 'and each 32nd');
select is((select bool_and(s.body = 'b10000' and s.words = 5000) and count(*) = 70 from states() s where s.version > 7),
    true, 'all of them can be had');
insert into tc_doc (title, body) select n::text, repeat(n::text, 9000) from generate_series(1, 3) n;
update tc_doc set title = title || '!' where length(title) = 1;
select is((select count(*) from change_log l where l.version = 2 and l.operation = 'update' and l.old -> '_same' = '["body"]'), 3::bigint,
    'those of many rows');
select is((select bool_and((r.old ->> 'body') = (r.new ->> 'body') and r.old ->> 'title' || '!' = r.new ->> 'title'
                           and left(r.old ->> 'body', 1) = r.old ->> 'title')
             from thing.change_rows(array(select l.seq from change_log l where l.version = 2 and l.old -> '_same' = '["body"]')) r),
    true, 'each has its own');
select * from finish();
rollback;
