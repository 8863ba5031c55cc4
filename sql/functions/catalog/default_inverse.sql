-- What a reference is called at its other end where no name was chosen. It follows from the schema document alone,
-- never from how the schema came about: the plural of the class for the first of its own references to that target,
-- else plural || 'By' || Field. The first is the one with the farthest ancestor as its target, then the one that stands
-- first in the class. Where the target or a class that extends it has a field of the short name, it is the long one;
-- where it has that too, with a number behind. Null for a reference without a target. Runs inside the tenant's schema.
create or replace function thing.default_inverse(p_field_id integer)
returns text
language plpgsql
stable
as $$
declare
    v_field record;
    v_above integer[];
    v_long text;
    v_number integer := 0;
begin
    select f.name, f.class_id, f.target_id, f.position, thing.plural(thing.singular(c.name)) as plural into v_field
      from thing_class_fields f join thing_classes c on c.id = f.class_id where f.id = p_field_id;
    if v_field.target_id is null then
        return null;
    end if;
    v_above := array(select a from thing.class_ancestors(v_field.target_id) a);
    if exists (
           select from thing_class_fields o
            where o.class_id = v_field.class_id and o.id <> p_field_id and o.inherited_from is null
              and o.dropped_version is null
              and (o.target_id = any (v_above)
                   or o.target_id = v_field.target_id and (o.position, o.id) < (v_field.position, p_field_id)))
       or thing.family_has_field(v_field.target_id, v_field.plural) then
        v_long := v_field.plural || 'By' || upper(left(v_field.name, 1) collate "C") || substr(v_field.name, 2);
        while thing.family_has_field(v_field.target_id, v_long || coalesce(nullif(v_number, 0)::text, '')) loop
            v_number := v_number + 1;
        end loop;
        return v_long || coalesce(nullif(v_number, 0)::text, '');
    end if;
    return v_field.plural;
end
$$;
comment on function thing.default_inverse(integer) is
    'The name of a reference at its other end where none is chosen. Internal.';
revoke all on function thing.default_inverse(integer) from public;
