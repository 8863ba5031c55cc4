-- Whether a class, or one that extends it, has a live field of that name, or former name. From the fields of that name
-- upwards: they are few, a family may be large. Runs inside the tenant's schema.
create or replace function thing.family_has_field(p_class_id integer, p_name text)
returns boolean
language plpgsql
stable
as $$
declare
    v_level integer[] := array(
        select f.class_id from thing_class_fields f where f.name = p_name and f.dropped_version is null
        union all
        select f.class_id from thing_class_fields f
         where f.aliases ? p_name and f.aliases <> '{}' and f.dropped_version is null);
begin
    if v_level <> '{}' then
        v_level := array(select c.id from thing_classes c where c.id = any (v_level) and c.dropped_version is null);
    end if;
    while v_level <> '{}' and p_class_id <> all (v_level) loop
        v_level := array(select distinct c.extends_id from thing_classes c
                          where c.id = any (v_level) and c.extends_id is not null);
    end loop;
    return v_level <> '{}';
end
$$;
comment on function thing.family_has_field(integer, text) is
    'Whether a class or one that extends it has a field of that name. Internal.';
revoke all on function thing.family_has_field(integer, text) from public;
