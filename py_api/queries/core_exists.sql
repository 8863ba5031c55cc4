select to_regclass('thing.core_versions') is not null
