-- What the API calls columns of a class's table or join table (p_table), in their order; system columns as they are.
-- Runs inside the tenant's schema.
create or replace function thing.field_names(p_table text, p_columns text[])
returns text[]
language plpgsql
stable
as $$
begin
    return array(
        select coalesce(f.name, k.name)
          from unnest(p_columns) with ordinality k (name, n)
          left join thing_classes c on 'tc_' || c.physical_name = p_table
          left join thing_class_fields f on (f.class_id = c.id and f.physical_name = k.name)
                                         or format('tj_%s_%s', f.class_id, f.physical_name) = p_table
         order by k.n);
end
$$;
comment on function thing.field_names(text, text[]) is 'Names of fields by their columns. Internal.';
revoke all on function thing.field_names(text, text[]) from public;
