-- The parts of dates that a rollup groups by: template over {value}, a timestamp in the rollup's zone; type: of the
-- field that holds it.
create table if not exists thing.date_parts (
    name     text primary key,
    position integer not null,
    type     text not null,
    template text not null
);
comment on table thing.date_parts is 'The parts of dates that rollups group by.';
grant select on thing.date_parts to thing_admin, thing_tenant;

delete from thing.date_parts;   -- a truncate would lock out everyone who reads them
insert into thing.date_parts (name, position, type, template) values
    ('YEAR', 1, 'date', 'date_trunc(''year'', {value})::date'),
    ('QUARTER', 2, 'date', 'date_trunc(''quarter'', {value})::date'),
    ('MONTH', 3, 'date', 'date_trunc(''month'', {value})::date'),
    ('WEEK', 4, 'date', 'date_trunc(''week'', {value})::date'),
    ('DAY', 5, 'date', '{value}::date'),
    ('WEEKDAY', 6, 'integer', 'extract(isodow from {value})::integer');
