-- Public: the known flaws (thing.server_flaws) that a release of PostgreSQL has, and the release that ends all of them;
-- no row where it has none. version: as server_version_num.
create or replace function thing.known_flaws(version integer default current_setting('server_version_num')::integer)
returns table (message text, hint text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format('PostgreSQL %s.%s has serious flaws: %s', known_flaws.version / 10000, known_flaws.version % 10000,
               string_agg(format('%s (%s)', f.name, f.description), ', ' order by m.mended desc, f.name)),
           format('Update it to %s.%s or newer. Do not let untrusted people in before.',
               max(m.mended) / 10000, max(m.mended) % 10000)
      from thing.server_flaws f
      cross join lateral unnest(f.mended) m (mended)
     where m.mended / 10000 = known_flaws.version / 10000 and known_flaws.version < m.mended
    having count(*) > 0
$$;
comment on function thing.known_flaws(integer) is
    'Known flaws of a release of PostgreSQL, by default of this one. Example: select * from thing.known_flaws().';
revoke all on function thing.known_flaws(integer) from public;
grant execute on function thing.known_flaws(integer) to thing_admin;
