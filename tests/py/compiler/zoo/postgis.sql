insert into tc_place (id, name, point, shape) values
    ('f0000000-0000-7000-8000-000000000001', 'Oslo', 'srid=4326;point(10.75 59.91)', 'srid=4326;polygon((10 59, 11 59, 11 60, 10 60, 10 59))'),
    ('f0000000-0000-7000-8000-000000000002', 'Bergen', 'srid=4326;point(5.32 60.39)', 'srid=4326;linestring(5 60, 6 61)'),
    ('f0000000-0000-7000-8000-000000000003', 'Sydney', 'srid=4326;point(151.21 -33.87)', null),
    ('f0000000-0000-7000-8000-000000000004', 'Suva', 'srid=4326;point(178.44 -18.14)', 'srid=4326;point(-179.9 -18)'),
    ('f0000000-0000-7000-8000-000000000005', 'Nowhere', null, null);
update tc_place set flat = ('srid=25832;point(' || 100 * right(id::text, 1)::int || ' 0)')::geometry where point is not null;
