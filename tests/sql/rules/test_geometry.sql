-- pytest.mark.postgis
-- The geometry type and its rules.
begin;
create temporary table given (name text, value jsonb);
insert into given values
    ('a ring that is not closed', '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}'),
    ('a hole that is not closed', '{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]], [[1, 1], [2, 1], [2, 2]]]}'),
    ('a ring of three positions', '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]}'),
    ('one within a collection', '{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [0, 0]}, {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}]}'),
    ('a ring that crosses itself', '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}'),
    ('a line of one position', '{"type": "LineString", "coordinates": [[0, 0]]}'),
    ('a position of one number', '{"type": "Point", "coordinates": [1]}'),
    ('wrong nesting', '{"type": "Polygon", "coordinates": [[0, 0], [1, 0], [1, 1], [0, 0]]}'),
    ('nesting too deep', '{"type": "Point", "coordinates": [[1, 2]]}'),
    ('texts for numbers', '{"type": "Point", "coordinates": ["1", "2"]}'),
    ('beyond the poles', '{"type": "Point", "coordinates": [0, 91]}'),
    ('beyond the date line', '{"type": "LineString", "coordinates": [[0, 0], [181, 0]]}'),
    ('no number at all', '{"type": "Point", "coordinates": [null, 1]}');
create temporary table stored (name text, value text);
insert into stored values
    ('not a number', 'point(nan 1)'), ('a height that is not a number', 'linestring z (0 0 0, 1 1 nan)'), ('infinite', 'point(inf 1)'),
    ('an arc', 'circularstring(0 0, 1 1, 2 0)'), ('arcs in a collection', 'geometrycollection(point(0 0), circularstring(0 0, 1 1, 2 0))'),
    ('an arc for a ring', 'curvepolygon(circularstring(0 0, 4 0, 4 4, 0 4, 0 0))'),
    ('a surface', 'polyhedralsurface(((0 0, 0 1, 1 1, 0 0)))'), ('a mesh', 'tin(((0 0, 0 1, 1 1, 0 0)))');

create function pg_temp.refused(p_sql text, p_value jsonb) returns boolean language plpgsql as $$
begin
    execute p_sql using p_value;
    return false;
exception when others then
    return true;
end
$$;

select plan(14 + 2 * (select count(*) from given)::integer + (select count(*) from stored)::integer);
select is(thing.column_type('geometry', '{}'), 'public.geometry(Geometry,4326)', 'the column');
select is(thing.column_type('geometry', '{"geometryType": "Point", "srid": 3857}'), 'public.geometry(Point,3857)', 'with parameters');
select is(thing.check_value('geometry', '{"geometryType": "Point"}', '{"type": "Point", "coordinates": [1, 2]}'), null, 'GeoJSON');
select isnt(thing.check_value('geometry', '{"geometryType": "Point"}', '{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}'), null, 'of another type');
select isnt(thing.check_value('geometry', '{}', '{"type": "Point"}'), null, 'broken GeoJSON');
select isnt(thing.check_value('geometry', '{}', '{"a": 1}'), null, 'no GeoJSON');
select ok('{"type": "Point", "coordinates": [1, 2]}'::jsonb operator(thing.|=) '{"type": "geometry", "geometryType": ["Point"], "srid": 4326, "bounds": {"minX": 0, "minY": 0, "maxX": 2, "maxY": 2}}', 'all rules kept');
select is(jsonb_array_length('{"type": "Point", "coordinates": [1, 2.0000001]}'::jsonb operator(thing.|!) '{"type": "geometry", "geometryType": ["Polygon", "LineString"], "srid": 3857, "bounds": {"minX": 0, "minY": 0, "maxX": 2, "maxY": 2}}'), 3, 'all rules broken');
select throws_ok($$ select thing.check_field_rules('geometry', '{}', '{"geometryType": ["Circle"]}') $$, 'TB025', null, 'an unknown kind');
select throws_ok($$ select thing.check_field_rules('geometry', '{}', '{"bounds": {"minX": 3, "minY": 0, "maxX": 2, "maxY": 2}}') $$, 'TB025', null, 'a box inside out');
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "Place", "fields": [{"name": "at", "type": "geometry", "params": {"geometryType": "Point"}, "rules": {"bounds": {"minX": -10, "minY": -10, "maxX": 10, "maxY": 10}}}]}]');
select throws_ok($$ insert into tenant_rt.tc_place (at) values ('SRID=4326;POINT(20 0)') $$, 'TB001', 'Place: 1 violation: at: must lie within -10 -10, 10 10', 'in a table');
select lives_ok($$ insert into tenant_rt.tc_place (at) values ('SRID=4326;POINT(2 0)') $$, 'a good row');
select thing.migrate('rt', '[{"op": "create_class", "class": "Area", "fields": [{"name": "shape", "type": "geometry"}]}]');
select isnt(thing.validate('rt', 'Area', jsonb_build_object('shape', value)), '[]', name) from given;
select ok(pg_temp.refused('insert into tenant_rt.tc_area (shape) values (st_setsrid(st_geomfromgeojson($1), 4326))', value), name || ', by SQL') from given where name not in ('texts for numbers', 'no number at all');
select ok(pg_temp.refused(format('insert into tenant_rt.tc_area (shape) values (%L)', 'srid=4326;' || value), null), name || ', by SQL') from stored;
select lives_ok($$ insert into tenant_rt.tc_area (shape) select 'srid=4326;' || g from unnest(array['point empty', 'multipoint(0 0, 1 1)',
    'polygon((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1))', 'multipolygon(((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))', 'geometrycollection(point(0 0), linestring(0 0, 1 1))',
    'polygon empty', 'linestring(1 1, 1 1)', 'point(180 -90)', 'multilinestring((0 0, 1 1), (2 2, 3 3))', 'linestring(0 0, 0 0)', 'linestring(0 0, 1 1, 0 1, 1 0)']) g $$, 'what is well-formed');
select lives_ok($$ select count(*) filter (where st_intersects(a.shape, b.shape)), count(*) filter (where st_within(a.shape, b.shape)), count(*) filter (where st_contains(a.shape, b.shape)),
    sum(st_distance(a.shape::geography, b.shape::geography)), count(st_asgeojson(a.shape, 15)::jsonb)
    from tenant_rt.tc_area a, tenant_rt.tc_area b $$, 'and nothing that is stored breaks what reads');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "Area", "field": "shape", "rules": {"wellFormed": null}}]') $$,
    'TB025', null, 'the rule cannot be switched off');
select thing.migrate('rt', '[{"op": "create_class", "class": "Plan", "fields": [{"name": "at", "type": "geometry", "params": {"srid": 25832}}]}]');
select lives_ok($$ insert into tenant_rt.tc_plan (at) values ('srid=25832;point(500000 6000000)') $$, 'other reference systems have other ranges');
select * from finish();
rollback;
