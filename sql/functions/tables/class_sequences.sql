-- The defaults of a class's columns (null: of all classes') that count up. Hidden fields keep theirs, as any default.
-- Runs inside the tenant's schema.
create or replace function thing.class_sequences(p_class_id integer)
returns table (field_id integer, column_name text, type text, default_value jsonb, counter text, live boolean)
language plpgsql
stable
as $$
begin
    return query
    select f.id, f.physical_name, f.type, f.default_value, thing.counter_name(f.default_value),
           f.dropped_version is null
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and not c.abstract
     where (p_class_id is null or f.class_id = p_class_id) and thing.is_sequence(f.type, f.default_value)
       and not coalesce(f.pending ? 'superseded', false)
     order by f.position, f.id;
end
$$;
comment on function thing.class_sequences(integer) is 'Defaults of a class that count up. Internal.';
revoke all on function thing.class_sequences(integer) from public;
