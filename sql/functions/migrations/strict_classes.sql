-- Of the touched classes, those whose existing rows must pass: not those for which a change says "existing": "keep".
-- Runs inside the tenant's schema.
create or replace function thing.strict_classes(p_touched integer[], p_operations jsonb)
returns integer[]
language plpgsql
stable
as $$
begin
    return array(
        select t from unnest(p_touched) t
        except
        select thing.class_family(c.id)
          from jsonb_array_elements(p_operations) o
          join thing_classes c on c.name = o ->> 'class' and c.dropped_version is null
         where o ->> 'existing' = 'keep'
        except
        select unnest(thing.enum_classes(e.id))
          from jsonb_array_elements(p_operations) o
          join thing_enums e on e.name = o ->> 'enum' and e.dropped_version is null
         where o ->> 'existing' = 'keep');
end
$$;
comment on function thing.strict_classes(integer[], jsonb) is
    'Classes whose existing rows a migration must not break. Internal.';
revoke all on function thing.strict_classes(integer[], jsonb) from public;
