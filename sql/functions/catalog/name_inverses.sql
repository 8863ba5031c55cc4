-- Gives each reference that has no name at its other end yet (it comes from an older core) the name that the catalog
-- shows there, else the default. Runs inside the tenant's schema.
create or replace function thing.name_inverses()
returns void
language plpgsql
as $$
begin
    update thing_class_fields f
       set inverse_name = i.value ->> 'name'
      from thing_classes t
     cross join lateral jsonb_array_elements(t.entry::jsonb -> 'inverses') i
     where f.inverse_name is null and f.target_id = t.id and f.inherited_from is null and f.dropped_version is null
       and (i.value ->> 'classId')::integer = f.class_id and i.value ->> 'field' = f.name;
    update thing_class_fields f
       set inverse_name = thing.default_inverse(f.id)
     where f.inverse_name is null and f.target_id is not null and f.inherited_from is null;
end
$$;
comment on function thing.name_inverses() is 'Name references at their other ends that have no name yet. Internal.';
revoke all on function thing.name_inverses() from public;
