-- The live fields of live classes that have an enum as their type, where they are defined, with their class. Runs
-- inside the tenant's schema.
create or replace function thing.enum_fields(p_enum_id integer)
returns table (id integer, class_id integer, class text, field text, type text, params jsonb, default_value jsonb)
language plpgsql
stable
as $$
begin
    return query
    select f.id, c.id, c.name, f.name, f.type, f.params, f.default_value
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     where f.params ? 'enum' and f.params ->> 'enum' = p_enum_id::text and f.inherited_from is null
       and f.dropped_version is null
     order by f.id;
end
$$;
comment on function thing.enum_fields(integer) is 'The fields of an enum. Internal.';
revoke all on function thing.enum_fields(integer) from public;
