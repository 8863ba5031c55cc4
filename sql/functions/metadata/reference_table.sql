-- The table that references to a class point to: its own, or thing_instances where its things stand in several tables
-- (a class that others extend, an abstract class, any class). Runs inside the tenant's schema.
create or replace function thing.reference_table(p_class_id integer)
returns text
language plpgsql
stable
as $$
begin
    return coalesce((
        select 'tc_' || c.physical_name
          from thing_classes c
         where c.id = p_class_id
           and not c.abstract
           and not exists (select from thing_classes child where child.extends_id = c.id)), 'thing_instances');
end
$$;
comment on function thing.reference_table(integer) is
    'Unqualified table that references to a class point to. Internal.';
revoke all on function thing.reference_table(integer) from public;
