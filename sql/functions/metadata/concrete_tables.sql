-- The tables that hold the things of a class: its own and those of the classes that extend it, the live ones. Runs
-- inside the tenant's schema.
create or replace function thing.concrete_tables(p_class_id integer)
returns text[]
language plpgsql
stable
as $$
begin
    return array(
        select 'tc_' || c.physical_name
          from thing_classes c
         where c.id in (select f from thing.class_family(p_class_id) f) and not c.abstract and c.dropped_version is null
         order by c.id);
end
$$;
comment on function thing.concrete_tables(integer) is 'The tables that hold the things of a class. Internal.';
revoke all on function thing.concrete_tables(integer) from public;
