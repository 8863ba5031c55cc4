-- The columns of a class that a rewind writes: those of live fields that are neither computed nor kept in a table of
-- links. Runs inside the tenant's schema.
create or replace function thing.rewind_columns(p_class_id integer)
returns text[]
language plpgsql
stable
as $$
begin
    return array(
        select f.physical_name
          from thing_class_fields f
          join thing.field_types t on t.name = f.type
         where f.class_id = p_class_id and f.dropped_version is null and f.expression is null and t.pg_type is not null
         order by f.id);
end
$$;
comment on function thing.rewind_columns(integer) is 'The columns of a class that a rewind writes. Internal.';
revoke all on function thing.rewind_columns(integer) from public;
