-- The columns of a class that can be read as null, from it or from a class that extends it: where a table's column is not NOT NULL (yet: a
-- job may be at it), or an abstract class does not require the field. Runs inside the tenant's schema.
create or replace function thing.nullable_columns(p_class_id integer)
returns text[]
language plpgsql
stable
as $$
declare
    v_family integer[] := array(
        select c.id from thing.class_family(p_class_id) f join thing_classes c on c.id = f where c.dropped_version is null);
begin
    return array(
        select a.attname::text
          from thing_classes c
          join pg_attribute a on a.attrelid = to_regclass('tc_' || c.physical_name) and a.attnum > 0 and not a.attnotnull and not a.attisdropped
         where c.id = any (v_family) and not c.abstract
        union
        select f.physical_name
          from thing_classes c
          join thing_class_fields f on f.class_id = c.id and f.dropped_version is null
         where c.id = any (v_family) and c.abstract
           and not exists (select from thing.effective_rules_of(c.id) e where e.field_id = f.id and e.rule = 'required'));
end
$$;
comment on function thing.nullable_columns(integer) is 'Columns of a class, or of one that extends it, that may be null. Internal.';
revoke all on function thing.nullable_columns(integer) from public;
