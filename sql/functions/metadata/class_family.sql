-- A class and all classes that extend it, directly or not; dropped ones too, for they share its columns.
-- (Level by level, so that each step is an index look-up.) Runs inside the tenant's schema.
create or replace function thing.class_family(p_class_id integer)
returns setof integer
language plpgsql
stable
rows 10
as $$
declare
    v_level integer[] := array[p_class_id];
begin
    while v_level is not null loop
        return query select l from unnest(v_level) l order by l;
        v_level := (select array_agg(c.id) from thing_classes c where c.extends_id = any (v_level));
    end loop;
end
$$;
comment on function thing.class_family(integer) is 'A class and all its descendants. Internal.';
revoke all on function thing.class_family(integer) from public;
