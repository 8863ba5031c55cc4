-- pytest.mark.postgis
-- The geometry type and its rules.
begin;
select plan(12);
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
select * from finish();
rollback;
