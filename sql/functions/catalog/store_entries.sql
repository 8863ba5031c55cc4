-- Rebuilds the entries of these classes and stores those that differ, as changed by this version; what they replace
-- is kept for thing.catalog_at. Returns the classes that did. p_inverses_only: nothing but what refers to them may have
-- changed. Runs inside the tenant's schema.
create or replace function thing.store_entries(
    p_classes integer[], p_version integer, p_inverses_only boolean default false)
returns integer[]
language plpgsql
as $$
declare
    v_changed integer[];
begin
    if p_classes = '{}' then
        return p_classes;
    end if;
    with entries as materialized (
        select c.id,
               case when p_inverses_only and c.entry is not null
                    then c.entry::jsonb - array['changedVersion', 'shape']
                        || jsonb_build_object('inverses', thing.class_inverses(c.id))
                    else thing.class_entry(c.id) end as entry
          from thing_classes c
         where c.id = any (p_classes) and c.dropped_version is null
    ), made as materialized (
        select e.id, e.entry, md5(e.entry::text) as shape from entries e
    ), kept as (
        insert into thing_class_entries (class_id, since, until, shape, entry)
        select c.id, c.changed_version, p_version, coalesce(c.entry_shape, c.entry ->> 'shape'), c.entry
          from thing_classes c
          join made m on m.id = c.id
         where c.changed_version < p_version and c.entry is not null
           -- (Without a shape: dropped earlier, and kept then; or only now, by this same migration that brings it
           -- back.)
           and case when c.entry_shape is null then (c.entry ->> 'changedVersion')::integer = c.changed_version
                    else c.entry_shape <> m.shape end
    ), stored as (
        update thing_classes c
           set entry = (m.entry || jsonb_build_object('changedVersion', p_version, 'shape', m.shape))::json,
               entry_shape = m.shape,
               index_entry = json_build_array(c.id, c.name, c.singular, c.plural, p_version,
                   c.abstract, c.extends_id)::text,
               changed_version = p_version
          from made m
         where c.id = m.id and c.entry_shape is distinct from m.shape
        returning c.id
    )
    select array_agg(s.id) into v_changed from stored s;
    return coalesce(v_changed, '{}');
end
$$;
comment on function thing.store_entries(integer[], integer, boolean) is
    'Rebuild the catalog''s entries of classes. Internal.';
revoke all on function thing.store_entries(integer[], integer, boolean) from public;
