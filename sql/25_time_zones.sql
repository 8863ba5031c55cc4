-- The names of time zones that this server knows, for thing.time_zone: PostgreSQL reads hundreds of files to list them.
create table if not exists thing.time_zones (
    name text primary key
);
comment on table thing.time_zones is 'Names of time zones, in lower case.';

insert into thing.time_zones (name)
select distinct lower(z.name) from pg_timezone_names z
    on conflict do nothing;
