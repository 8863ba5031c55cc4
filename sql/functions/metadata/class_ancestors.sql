-- The classes that a class extends, directly or not, nearest first. Runs inside the tenant's schema.
create or replace function thing.class_ancestors(p_class_id integer)
returns setof integer
language plpgsql
stable
rows 10
as $$
declare
    v_at integer := p_class_id;
begin
    loop
        select c.extends_id into v_at from thing_classes c where c.id = v_at;
        exit when v_at is null;
        return next v_at;
    end loop;
end
$$;
comment on function thing.class_ancestors(integer) is 'The ancestors of a class. Internal.';
revoke all on function thing.class_ancestors(integer) from public;
