-- Its newest migration, its checksum, and the oldest program that works with it (a core before version 5 does not say).
select max(v.version) as version, max(v.checksum) filter (where v.version = 0) as checksum,
       (select (to_jsonb(i) ->> 'oldest_program')::integer from thing.installation i) as oldest_program
  from thing.core_versions v
