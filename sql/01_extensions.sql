-- Extensions are optional: what needs an absent one is switched off, and says so (thing.capabilities).
do $$
declare
    v_extension text;
begin
    for v_extension in
        select e.name
          from pg_available_extensions e
         where e.name in ('pg_trgm', 'btree_gin', 'btree_gist', 'unaccent', 'ltree', 'vector', 'postgis')
           and e.installed_version is null
         order by e.name
    loop
        begin
            execute format('create extension if not exists %I with schema public', v_extension);
        exception when insufficient_privilege or undefined_file or feature_not_supported then
            raise notice 'extension % is available but cannot be created here: %', v_extension, sqlerrm;
        end;
    end loop;
end
$$;
