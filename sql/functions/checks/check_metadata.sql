-- Whether the metadata are what the last migration left (their checksum), and do not contradict each other. Where only
-- a hash is wrong, that is mended. Runs inside the tenant's schema.
create or replace function thing.check_metadata()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_last record;
    v_stored text := thing.schema_checksum(false);
    v_fresh text := thing.schema_checksum(true);
begin
    select s.version, s.checksum, s.shape into v_last from schema_versions s order by s.version desc limit 1;
    return query
    select case v_fresh when v_last.checksum then 'changed cache' else 'changed checksum' end, c.name, 'shape_hash',
           format('the definition of the class is not what version %s left', v_last.version),
           case v_fresh when v_last.checksum then array[format(
               'update thing_classes c set shape_hash = md5(thing.class_document(c.id)::text) where c.id = %s',
               c.id)] end
      from thing_classes c
     where v_stored <> v_fresh and c.dropped_version is null
       and c.shape_hash is distinct from md5(thing.class_document(c.id)::text);
    if v_stored = v_fresh and v_fresh <> v_last.checksum then
        return next ('changed version', null, format('version %s', v_last.version),
            'its checksum is not that of the classes',
            array[format('update schema_versions set checksum = %L where version = %s', v_fresh,
                v_last.version)])::thing.damage;
    end if;
    return query
    with recursive up as (
        select c.id, c.extends_id, array[c.id] as path from thing_classes c where c.dropped_version is null
        union all
        select u.id, c.extends_id, u.path || c.id from up u join thing_classes c on c.id = u.extends_id
         where c.id <> all (u.path)
    )
    select distinct 'broken metadata', c.name, 'extends_id', 'the class extends itself', null::text[]
      from up u join thing_classes c on c.id = u.id
     where u.extends_id = any (u.path)
    union all
    select 'broken metadata', c.name, 'extends_id', 'the class extends one that is dropped', null
      from thing_classes c join thing_classes p on p.id = c.extends_id
     where c.dropped_version is null and p.dropped_version is not null
    union all
    select 'broken metadata', c.name, f.name, b.message, null
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
      left join thing.field_types t on t.name = f.type
      left join thing_class_fields o on o.id = f.inherited_from
      cross join lateral (values
        (t.name is null, format('type %s does not exist', f.type)),
        (o.id is not null and (o.name, o.type, o.params) is distinct from (f.name, f.type, f.params),
         'an inherited field differs from the one it comes from'),
        (o.id is not null and o.class_id is distinct from c.extends_id,
         'an inherited field does not come from the class that is extended'),
        (f.type <> 'reference' and f.type <> 'references' and f.target_id is not null,
         'it has a target, but is not a reference'),
        (f.params ? 'enum' and not exists (
            select from thing_enums e
             where e.id::text = f.params ->> 'enum' and e.dropped_version is null and e.options = f.params -> 'values'),
         'it has not the options of its enum'),
        (exists (select from thing_class_fields s where s.class_id = f.class_id and s.name = f.name and s.id < f.id
                    and s.dropped_version is null), 'two fields have this name')
      ) b (broken, message)
     where f.dropped_version is null and b.broken
    union all
    select 'broken metadata', c.name, u.name, 'a combination names fields that the class does not have', null
      from thing_class_uniques u
      join thing_classes c on c.id = u.class_id and c.dropped_version is null
     where u.dropped_version is null
       and exists (select from unnest(u.field_ids) i
                    where not exists (select from thing_class_fields f
                                       where f.id = i and f.class_id = u.class_id and f.dropped_version is null));
end
$$;
comment on function thing.check_metadata() is 'Metadata that were edited by hand or contradict each other. Internal.';
revoke all on function thing.check_metadata() from public;
