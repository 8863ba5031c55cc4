insert into thing.core_versions (version, slug, checksum)
values ($1, $2, $3)
on conflict (version) do update
   set slug = excluded.slug, checksum = excluded.checksum, installed_at = now()
 where (core_versions.slug, core_versions.checksum) is distinct from (excluded.slug, excluded.checksum)
returning version
