-- The statements that end it, on the server that is followed; its slot goes, and what holds the slot.
select format('drop publication if exists %I', $1::text)
union all
select format('drop table if exists %I.thing_move', n.nspname)
  from pg_namespace n where n.nspname = 'tenant_' || $2::text
