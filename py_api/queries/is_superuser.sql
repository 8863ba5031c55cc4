select rolsuper, rolname::text from pg_roles where rolname = current_user
