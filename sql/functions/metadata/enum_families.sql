-- The classes that have a field of an enum and all that extend them, hidden ones too, for they share its columns. Runs
-- inside the tenant's schema.
create or replace function thing.enum_families(p_enum_id integer)
returns integer[]
language plpgsql
stable
as $$
begin
    return array(select distinct c from thing.enum_fields(p_enum_id) f, thing.class_family(f.class_id) c order by c);
end
$$;
comment on function thing.enum_families(integer) is
    'The classes that have a column of an enum, hidden ones too. Internal.';
revoke all on function thing.enum_families(integer) from public;
