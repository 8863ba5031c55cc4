-- Login roles of tenants whose connections have another limit than the default, and that default.
select r.role, coalesce(t.limits ->> k.name, k.default_value)::integer as most, k.default_value::integer as others
  from thing.limits k
  left join thing.tenants t on t.limits ? k.name
  left join lateral (values (t.role_name), ('api_' || t.role_name)) r (role) on true
 where k.name = 'connection_limit'
 order by r.role
