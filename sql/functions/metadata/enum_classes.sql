-- The live classes that have a field of an enum, inherited ones included. Runs inside the tenant's schema.
create or replace function thing.enum_classes(p_enum_id integer)
returns integer[]
language plpgsql
stable
as $$
begin
    return array(
        select distinct c.id
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         where f.params ? 'enum' and f.params ->> 'enum' = p_enum_id::text and f.dropped_version is null
         order by c.id);
end
$$;
comment on function thing.enum_classes(integer) is 'The classes that have a field of an enum. Internal.';
revoke all on function thing.enum_classes(integer) from public;
