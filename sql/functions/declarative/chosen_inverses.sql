-- The references whose name at the other end is not the default, and so stands in the document. Runs inside the
-- tenant's schema.
create or replace function thing.chosen_inverses()
returns table (class_id integer, field text, inverse text)
language plpgsql
stable
as $$
begin
    return query
    select f.class_id, f.name, f.inverse_name
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     where f.target_id is not null and f.inherited_from is null and f.dropped_version is null
       and f.inverse_name <> thing.default_inverse(f.id);
end
$$;
comment on function thing.chosen_inverses() is 'References whose inverse has a chosen name. Internal.';
revoke all on function thing.chosen_inverses() from public;
