-- The collation that says which capital and small letters belong together, of every script, whatever the database's own
-- knows: "C" knows those of ASCII only. The best that this server has, chosen once: indexes depend on it, so it stays
-- through upgrades. PostgreSQL's own tables of Unicode, else the system's C.UTF-8, which knows letters that have one
-- counterpart. Never ICU's: a dump with it could not be restored, nor pg_upgrade be run, where PostgreSQL is built
-- without ICU, as the embedded one is.
do $$
declare
    v_from text;
begin
    if exists (select from pg_collation c where c.collname = 'letters' and c.collnamespace = 'thing'::regnamespace) then
        return;
    end if;
    select format('pg_catalog.%I', c.collname) into v_from
      from unnest(array['pg_unicode_fast', 'pg_c_utf8', 'C.utf8', 'C.UTF-8', 'en_US.utf8',
               'C']) with ordinality k (name, n)
      join pg_collation c on c.collname = k.name and c.collnamespace = 'pg_catalog'::regnamespace
                         and c.collencoding in (-1, pg_char_to_encoding(getdatabaseencoding()))
     order by k.n limit 1;
    execute format('create collation thing.letters from %s', v_from);
end
$$;
comment on collation thing.letters is 'Which letters are the same but for their case: thing.fold_case.';
