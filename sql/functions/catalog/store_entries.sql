-- Makes the entries of these classes anew and keeps those that differ, as changed by this version. Returns the classes that did.
-- p_inverses_only: nothing but what refers to them may have changed. Runs inside the tenant's schema.
create or replace function thing.store_entries(p_classes integer[], p_version integer, p_inverses_only boolean default false)
returns integer[]
language plpgsql
as $$
declare
    v_changed integer[];
begin
    if p_classes = '{}' then
        return p_classes;
    end if;
    with made as materialized (
        select c.id,
               case when p_inverses_only and c.entry is not null
                    then c.entry::jsonb - array['changedVersion', 'shape'] || jsonb_build_object('inverses', thing.class_inverses(c.id))
                    else thing.class_entry(c.id) end as entry
          from thing_classes c
         where c.id = any (p_classes) and c.dropped_version is null
    ), stored as (
        update thing_classes c
           set entry = (m.entry || jsonb_build_object('changedVersion', p_version, 'shape', m.shape))::json, entry_shape = m.shape,
               index_entry = json_build_array(c.id, c.name, c.singular, c.plural, p_version, c.abstract, c.extends_id)::text,
               changed_version = p_version
          from (select o.id, o.entry, md5(o.entry::text) as shape from made o) m
         where c.id = m.id and c.entry_shape is distinct from m.shape
        returning c.id
    )
    select array_agg(s.id) into v_changed from stored s;
    return coalesce(v_changed, '{}');
end
$$;
comment on function thing.store_entries(integer[], integer, boolean) is 'Make the catalog''s entries of classes anew. Internal.';
revoke all on function thing.store_entries(integer[], integer, boolean) from public;
