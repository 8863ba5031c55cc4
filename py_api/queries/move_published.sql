select count(*) from pg_publication_tables p where p.pubname = $1
