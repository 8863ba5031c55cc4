-- Notes for classes what is installed now: the shape's hash and the compiled rules; keeps the catalog's entries of
-- those that were dropped, and forgets what was replaced more than 1,000 versions ago. Returns the checksum over the
-- whole schema (thing.schema_checksum). Runs inside the tenant's schema.
create or replace function thing.refresh_classes(p_classes integer[], p_version integer)
returns text
language plpgsql
as $$
declare
    v_live integer[] := array(select c.id from thing_classes c
                               where c.id = any (p_classes) and c.dropped_version is null);
begin
    delete from thing_class_entries e where e.until <= p_version - 1000;
    insert into thing_class_entries (class_id, since, until, shape, entry)
    select c.id, c.changed_version, p_version, c.entry ->> 'shape', c.entry
      from thing_classes c
     where c.id = any (p_classes) and c.dropped_version = p_version
       and (c.entry ->> 'changedVersion')::integer = c.changed_version;
    -- A dropped class keeps what was installed last: its rules may name what is gone by now. Without a shape its entry
    -- is news when it is back.
    update thing_classes c set changed_version = p_version, entry_shape = null
     where c.id = any (p_classes) and c.dropped_version is not null;
    update thing_classes c
       set shape_hash = md5(thing.class_document(c.id)::text), compiled = r.compiled,
           -- An abstract class has no trigger, so its rules have not been judged yet.
           predicate = case when c.abstract then thing.class_predicate_sql(c.id)
                            else thing.predicates_sql(r.compiled) end
      from (select l.id, coalesce(o.compiled, '[]') as compiled
              from thing_classes l
              left join thing.compiled_rules_of(v_live) o on o.class_id = l.id
             where l.id = any (v_live)) r
     where c.id = r.id;
    return thing.schema_checksum(false);
end
$$;
comment on function thing.refresh_classes(integer[], integer) is
    'Note what is installed for these classes; returns the schema''s checksum. Internal.';
revoke all on function thing.refresh_classes(integer[], integer) from public;
