-- What the API shows beside a list has the name of no field and no inverse.
begin;
select plan(14);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Tag', '[{"name": "name", "type": "text"}]');
select thing.create_class('shop', 'Being', '[{"name": "name", "type": "text"}]');
select thing.create_class('shop', 'Artist', '[{"name": "tags", "type": "references", "target": "Tag"}]', extends => 'Being');
select thing.create_class('shop', 'Album', '[{"name": "artist", "type": "reference", "target": "Artist"}]');
select throws_ok($$ select thing.add_field('shop', 'Artist', 'albumsAggregate', 'text') $$, 'TB011',
    'albumsAggregate of class Artist is what the API has beside albums', 'beside an inverse');
select throws_ok($$ select thing.add_field('shop', 'Artist', 'tagsAggregate', 'text') $$, 'TB011', null, 'beside a list');
select throws_ok($$ select thing.rename_field('shop', 'Being', 'name', 'tagsAggregate') $$, 'TB011', null, 'of a class that extends it');
select throws_ok($$ select thing.add_field('shop', 'Album', 'other', 'reference', target => 'Artist', inverse => 'albumsAggregate') $$, 'TB011',
    null, 'an inverse');
select lives_ok($$ select thing.add_field('shop', 'Artist', 'nameAggregate', 'text') $$, 'a name that is no list has nothing beside it');
select throws_ok($$ select thing.alter_field('shop', 'Album', 'artist', '{"inverse": "name"}') $$, 'TB011');
select throws_ok($$ select thing.add_field('shop', 'Tag', 'artistsAggregate', 'text') $$, 'TB011', null, 'of the target');
select lives_ok($$ select thing.rename_field('shop', 'Artist', 'nameAggregate', 'extraAggregate') $$);
select throws_ok($$ select thing.add_field('shop', 'Artist', 'extra', 'references', target => 'Tag') $$, 'TB011', null,
    'a new list beside a field');
select thing.add_field('shop', 'Artist', 'mentor', 'reference', target => 'Artist', inverse => 'pupils');
select throws_ok($$ select thing.add_field('shop', 'Artist', 'mentorAncestors', 'text') $$, 'TB011', null, 'beside a reference to itself');
select throws_ok($$ select thing.add_field('shop', 'Being', 'pupilsDescendants', 'text') $$, 'TB011', null, 'beside its other end');
select lives_ok($$ select thing.add_field('shop', 'Album', 'artistAncestors', 'text') $$, 'a reference to another class has no ancestors');
select lives_ok($$ select thing.add_field('shop', 'Artist', 'albumsDescendants', 'text') $$);
select throws_ok($$ select thing.alter_field('shop', 'Artist', 'mentor', '{"inverse": "albums"}') $$, 'TB011');
select * from finish();
rollback;
