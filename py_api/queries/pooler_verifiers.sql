-- Of login roles, as a superuser may read them.
select rolname::text, rolpassword from pg_authid
 where rolname = any ($1::text[]) and rolcanlogin and rolpassword like 'SCRAM-SHA-256$%'
