begin;
select plan(11);

select thing.create_tenant('acme');
select thing.migrate('acme', '[
    {"op": "create_class", "class": "Party", "abstract": true, "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Person", "extends": "Party", "fields": [{"name": "boss", "type": "reference", "target": "Party", "onDelete": "restrict"}]},
    {"op": "create_class", "class": "Thing2", "fields": [
        {"name": "owner", "type": "reference", "target": "Party"},
        {"name": "anything", "type": "reference"},
        {"name": "owners", "type": "references", "target": "Party"},
        {"name": "others", "type": "references"}]}]');
set local search_path = tenant_acme, public, tap;

insert into tc_person (id, name, boss) values
    ('00000000-0000-7000-8000-000000000001', 'a', '00000000-0000-7000-8000-000000000001'),
    ('00000000-0000-7000-8000-000000000002', 'b', '00000000-0000-7000-8000-000000000003'),
    ('00000000-0000-7000-8000-000000000003', 'c', null);
select pass('a thing may refer to itself and to others of the same statement');
insert into tc_thing2 (id, owner, anything) values
    ('00000000-0000-7000-8000-000000000009', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000009');
select pass('to a child of the target class, and to any class');
select throws_ok($$insert into tc_thing2 (owner) values ('00000000-0000-7000-8000-000000000009')$$, 'TB061', null, 'not to another class');
select throws_ok($$update tc_thing2 set owner = '00000000-0000-7000-8000-000000000009'$$, 'TB061', null, 'nor by an update');
select throws_ok($$insert into tc_thing2 (owner) values ('00000000-0000-7000-8000-0000000000ff')$$, 'TB061', null, 'not to nothing');
select throws_ok($$insert into tj_3_owners values ('00000000-0000-7000-8000-000000000009', '00000000-0000-7000-8000-000000000009')$$, 'TB061', null,
    'the same for to-many references');
select throws_ok($$insert into tc_thing2 (anything) values ('00000000-0000-7000-8000-0000000000ff'); set constraints all immediate$$, '23503', null,
    'a reference to any class has a real foreign key');
select throws_ok($$delete from tc_person where name = 'c'; set constraints all immediate$$, '23503', null, 'what is referred to stays');
select lives_ok($$insert into tj_3_others values ('00000000-0000-7000-8000-000000000009', '00000000-0000-7000-8000-000000000001')$$, 'to-many references to any class take things of each');
select throws_ok($$insert into tj_3_others values ('00000000-0000-7000-8000-000000000009', '00000000-0000-7000-8000-0000000000ff'); set constraints all immediate$$, '23503', null,
    'and nothing else');
update tc_person set boss = null;
delete from tc_person where name = 'c';
set constraints all immediate;
select pass('and goes once it is free');

select * from finish();
rollback;
