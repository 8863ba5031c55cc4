-- The other server that a tenant lives on; no row where it is this one, or is not known.
select t.id::text, s.name, s.dsn, s.password_from
  from thing.tenants t
  join thing.servers s on s.name = t.server
 where t.slug = $1
