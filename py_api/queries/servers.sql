select s.name, s.dsn, s.password_from, s.kind, s.state,
       (select count(*) from thing.tenants t where t.server = s.name) as tenants
  from thing.servers s
 order by s.name
