select max(version), max(checksum) filter (where version = 0) from thing.core_versions
