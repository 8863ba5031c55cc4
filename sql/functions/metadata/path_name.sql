-- A path of field ids by the names that the fields have now: customer.country. Runs inside the tenant's schema.
create or replace function thing.path_name(p_path jsonb)
returns text
language plpgsql
stable
as $$
begin
    return (select string_agg(f.name, '.' order by p.n)
              from jsonb_array_elements(p_path) with ordinality p (id, n)
              join thing_class_fields f on f.id = (p.id #>> '{}')::integer);
end
$$;
comment on function thing.path_name(jsonb) is 'A path of field ids by names. Internal.';
revoke all on function thing.path_name(jsonb) from public;
