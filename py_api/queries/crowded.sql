-- To all processes that listen: this one has none of the tenant's connections, and the role has no more.
select pg_notify(i.channel, json_build_object('tenant', $1::text, 'crowded', true)::text) from thing.installation i
