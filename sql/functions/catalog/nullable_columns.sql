-- The columns of a class that can be read as null, from it or from a class that extends it: where a table's column is
-- not NOT NULL (yet: a job may be at it), or an abstract class does not require the field. Runs inside the tenant's
-- schema.
create or replace function thing.nullable_columns(p_class_id integer)
returns text[]
language plpgsql
stable
as $$
declare
    v_class record;
    v_columns text[] := '{}';
begin
    -- (A class at a time: as one join, the planner reads all columns of the database.)
    for v_class in
        select c.id, c.abstract, to_regclass('tc_' || c.physical_name)::oid as relation
          from thing.class_family(p_class_id) f
          join thing_classes c on c.id = f
         where c.dropped_version is null
    loop
        if v_class.abstract then
            v_columns := v_columns || array(
                select f.physical_name
                  from thing_class_fields f
                 where f.class_id = v_class.id and f.dropped_version is null
                   and f.id <> all (array(select e.field_id from thing.effective_rules_of(v_class.id) e
                                           where e.rule = 'required' and e.field_id is not null)));
        else
            v_columns := v_columns || array(
                select a.attname::text from pg_attribute a
                 where a.attrelid = v_class.relation and a.attnum > 0 and not a.attnotnull and not a.attisdropped);
        end if;
    end loop;
    return v_columns;
end
$$;
comment on function thing.nullable_columns(integer) is
    'Columns of a class, or of one that extends it, that may be null. Internal.';
revoke all on function thing.nullable_columns(integer) from public;
