-- The tables of a class: its own and its join tables; null: those of all classes. Runs inside the tenant's schema.
create or replace function thing.class_tables(p_class_id integer)
returns text[]
language plpgsql
stable
as $$
begin
    return array(
        select 'tc_' || c.physical_name from thing_classes c where p_class_id is null or c.id = p_class_id
        union all
        select format('tj_%s_%s', f.class_id, f.physical_name) from thing_class_fields f
         where f.type = 'references' and (p_class_id is null or f.class_id = p_class_id));
end
$$;
comment on function thing.class_tables(integer) is 'Tables of a class, or of all. Internal.';
revoke all on function thing.class_tables(integer) from public;
