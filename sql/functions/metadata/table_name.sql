-- The table of a class, unqualified and unquoted. Runs inside the tenant's schema.
create or replace function thing.table_name(p_class_id integer)
returns text
language plpgsql
stable
as $$
begin
    return (select 'tc_' || c.physical_name from thing_classes c where c.id = p_class_id);
end
$$;
comment on function thing.table_name(integer) is 'Unqualified table name of a class. Internal.';
revoke all on function thing.table_name(integer) from public;
