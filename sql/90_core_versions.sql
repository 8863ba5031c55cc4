-- Last of all: which migrations of the core this database has. The list names every file of sql/migrations.
-- A fresh install has them all by having the current tables. Over an older core this script is not enough, and says so.
insert into thing.core_versions (version, slug, checksum)
select known.version, known.slug, ''
  from (values (0, 'core'), (1, 'api'), (2, 'realtime'), (3, 'wanted'), (4, 'tenant_ids'), (5, 'upgrades'),
               (6, 'dumps'), (7, 'check'), (8, 'inverses'), (9, 'takes'), (10, 'names'), (11, 'letters'),
               (12, 'decimals'), (13, 'options'), (14, 'lists'), (15, 'phases'), (16, 'aliases'),
               (17, 'enums'), (18, 'step_kinds'), (19, 'pages'), (20, 'limits'),
               (21, 'indexes'), (22, 'rollups'), (23, 'computed'), (24, 'access'),
               (25, 'document_limits'), (26, 'shapes'), (27, 'sequences'),
               (28, 'tenant_limits'), (29, 'vacuum'),
               (30, 'storage_full'),
               (31, 'answers'),
               (32, 'personal'),
               (33, 'servers'),
               (34, 'timelines'),
               (35, 'kept'),
               (36, 'replaced'),
               (37, 'partitions'),
               (38, 'revocations'),
               (39, 'refresh'),
               (40, 'policies'),
               (41, 'sign_in')) as known (version, slug)
 where not exists (select from thing.core_versions);

do $$
declare
    v_missing text;
begin
    select string_agg(known.version::text, ', ' order by known.version) into v_missing
      from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16),
                   (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29),
                   (30), (31), (32), (33), (34), (35), (36), (37), (38), (39), (40), (41)) as known (version)
     where not exists (select from thing.core_versions v where v.version = known.version);
    if v_missing is not null then
        raise exception 'this database has an older core: migrations % are missing', v_missing
            using hint = 'Run `thingbase db upgrade`: it runs them first, then this script. Nothing was changed.';
    end if;
end
$$;

-- Server programs from this version on work with this core: raise it with a change that breaks them.
update thing.installation i set oldest_program = 19 where i.oldest_program <> 19;
