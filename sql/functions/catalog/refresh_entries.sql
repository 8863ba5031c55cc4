-- Brings the stored entries of the catalog up to date after a migration that touched these classes. Other entries
-- depend on them: their ancestors' (whether a field of theirs can be null; the names of inverses, with the whole family
-- then), and the inverses of all that they refer to, or did, with its descendants; and what is computed from their
-- things. Returns the shape of the tenant's
-- whole catalog: equal shapes make equal APIs. Runs inside the tenant's schema.
create or replace function thing.refresh_entries(p_classes integer[], p_version integer)
returns text
language plpgsql
as $$
declare
    v_full integer[] := array(
        with recursive up as (
            select t as id from unnest(p_classes) t
            union
            select c.extends_id from up u join thing_classes c on c.id = u.id where c.extends_id is not null
        )
        select u.id from up u order by u.id);
    v_changed integer[];
    v_targets integer[] := array(
        select distinct f.target_id from thing_class_fields f
         where f.class_id = any (p_classes) and f.inherited_from is null and f.target_id is not null
           and f.target_id <> all (v_full));
begin
    v_full := v_full || thing.computed_over(v_full);
    v_changed := thing.store_entries(v_full, p_version);
    -- What refers to a class refers to its descendants: they change when it does. (Those that are in v_full have a new
    -- entry already, but not their descendants; a class that refers to itself or an ancestor is among these.)
    v_targets := thing.store_entries(v_targets, p_version, true) || array(
        select distinct f.target_id from thing_class_fields f
         where f.class_id = any (p_classes) and f.inherited_from is null and f.target_id = any (v_full))
        || array(select c from unnest(v_changed) c where c <> all (p_classes));
    v_targets := array(select d from unnest(v_targets) t
                         cross join lateral thing.class_family(t) d except select unnest(v_full));
    perform thing.store_entries(v_targets, p_version, true);
    return thing.catalog_shape();
end
$$;
comment on function thing.refresh_entries(integer[], integer) is
    'Bring stored catalog entries up to date; returns the catalog''s shape. Internal.';
revoke all on function thing.refresh_entries(integer[], integer) from public;
