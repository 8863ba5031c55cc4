-- The live class of that name. Runs inside the tenant's schema. Errors: TB021 UNKNOWN_CLASS.
create or replace function thing.class_row(
    p_name text, out id integer, out physical_name text, out extends_id integer, out abstract boolean)
language plpgsql
stable
as $$
begin
    select c.id, c.physical_name, c.extends_id, c.abstract
      into id, physical_name, extends_id, abstract
      from thing_classes c
     where c.name = p_name and c.dropped_version is null;
    if not found then
        perform thing.fail('UNKNOWN_CLASS', format('class %s does not exist', coalesce(p_name, 'null')),
            jsonb_build_object('class', p_name));
    end if;
end
$$;
comment on function thing.class_row(text) is 'A live class by its API name. Internal.';
revoke all on function thing.class_row(text) from public;
