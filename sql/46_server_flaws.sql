-- Releases of PostgreSQL that a tenant must not be let onto: flaws by which a role that may run SQL harms the server.
-- mended: the first release of each major version without the flaw, as server_version_num. One row, and `up` and
-- `doctor` both warn of it.
create table if not exists thing.server_flaws (
    name        text primary key,
    mended      integer[] not null,
    description text not null
);
comment on table thing.server_flaws is 'Known flaws of PostgreSQL''s releases, of which thingbase up and doctor warn.';
comment on column thing.server_flaws.mended is
    'The first release of each major version that does not have it, as server_version_num: {180007, 170012}.';
grant select on thing.server_flaws to thing_admin;

delete from thing.server_flaws;   -- a truncate would lock out everyone who reads them
insert into thing.server_flaws (name, mended, description) values
    ('CVE-2026-6460', '{180007, 170012, 160016, 150020}', 'a flaw in ALTER TABLE'),
    ('CVE-2026-6473', '{180004, 170010, 160014, 150018}', 'sizes that overflow: a role that may run SQL can run code'),
    ('CVE-2026-2006', '{180002, 170008, 160012, 150016}', 'broken letters: a role that may run SQL can run code'),
    ('CVE-2023-5869', '{160001, 150005}', 'arrays that are too large: a role that may run SQL can run code');
