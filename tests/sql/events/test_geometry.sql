-- pytest.mark.postgis
begin;
select plan(4);

select thing.create_tenant('acme');
select thing.migrate('acme', '[{"op": "create_class", "class": "Place", "fields": [
    {"name": "name", "type": "text"},
    {"name": "at", "type": "geometry"}]}]');
insert into tenant_acme.tc_place (id, name, at)
values ('00000000-0000-7000-8000-000000000001', 'a', st_setsrid(st_makepoint(1.0000000000000002, 1/3.0::float8), 4326));
create temp table exact as select at from tenant_acme.tc_place;
update tenant_acme.tc_place set at = null;
select is((select state #>> '{at,type}' from thing.history('acme', 'Place', '00000000-0000-7000-8000-000000000001') where version = 1), 'Point',
    'history shows GeoJSON');
select thing.restore_version('acme', 'Place', '00000000-0000-7000-8000-000000000001', 1);
select ok((select p.at::text = e.at::text from tenant_acme.tc_place p, exact e), 'every bit of a geometry comes back');
delete from tenant_acme.tc_place;
select is((select count(*) from tenant_acme.change_log where operation = 'delete'), 1::bigint, 'a delete is logged');
select thing.restore_version('acme', 'Place', '00000000-0000-7000-8000-000000000001', 1);
select ok((select p.at::text = e.at::text from tenant_acme.tc_place p, exact e), 'after a delete too');

select * from finish();
rollback;
