select version, slug, checksum, installed_at from thing.core_versions order by version
