-- A field and its hidden other row exchange column, type and default, in the class and all that extend it. The field
-- keeps its id, so rules, uniques and descendants stay with it; the hidden row then holds what was, until thing.purge.
-- Rules follow where options are renamed. What they were called, and which column has them now ("by"), stays with the
-- hidden row: images of the log are read by it (thing.option_renames). Returns the steps: defaults. Runs inside the
-- tenant's schema.
create or replace function thing.swap_columns(p_other integer, p_version integer)
returns thing.ddl_step[]
language plpgsql
as $$
declare
    v_pair record;
    v_steps thing.ddl_step[] := '{}';
begin
    for v_pair in
        select o.id as other_id, o.physical_name as other_column, o.type as other_type, o.params as other_params,
               case when o.pending ? 'replaces' then nullif(o.pending -> 'default', 'null')
                    else o.default_value end as other_default,
               o.pending -> 'renamed' as renamed, f.id, f.class_id, f.name, f.physical_name, f.type,
               f.params, f.default_value
          from thing_class_fields o
          join thing_class_fields f on f.id = coalesce(o.pending ->> 'replaces', o.pending ->> 'superseded')::integer
         where o.id = any (array(select thing.field_family(p_other)))
         order by o.id
    loop
        -- names are unique at every moment
        update thing_class_fields o set physical_name = 'swapping_' || o.id where o.id = v_pair.other_id;
        update thing_class_fields f
           set physical_name = v_pair.other_column, type = v_pair.other_type, params = v_pair.other_params,
               default_value = v_pair.other_default
         where f.id = v_pair.id;
        update thing_class_fields o
           set physical_name = v_pair.physical_name, type = v_pair.type, params = v_pair.params,
               default_value = v_pair.default_value,
               dropped_version = p_version, pending = jsonb_build_object('superseded', v_pair.id)
                   || case when v_pair.renamed is null then '{}' else jsonb_build_object(
                       'renamed', thing.swapped_names(v_pair.renamed), 'by', v_pair.other_column) end
         where o.id = v_pair.other_id;
        if v_pair.renamed is not null then
            update thing_class_fields f
               set validation_rules = thing.rename_in_conditions(f.validation_rules, null, v_pair.renamed)
             where f.id = v_pair.id;
            update thing_classes c
               set rules = jsonb_set(c.rules, '{checks}', (
                       select jsonb_object_agg(k.key, thing.rename_in_conditions(k.value, v_pair.name, v_pair.renamed))
                         from jsonb_each(c.rules -> 'checks') k))
             where c.id = v_pair.class_id and c.rules -> 'checks' <> '{}';
        end if;
        if not (select c.abstract from thing_classes c where c.id = v_pair.class_id) then
            v_steps := v_steps || thing.default_step(v_pair.class_id, v_pair.physical_name, 'null')
                || thing.default_step(v_pair.class_id, v_pair.other_column,
                    thing.value_sql(v_pair.other_type, v_pair.other_params, v_pair.other_default));
        end if;
    end loop;
    return v_steps;
end
$$;
comment on function thing.swap_columns(integer, integer) is
    'Exchange the column and type of a field with its hidden other. Internal.';
revoke all on function thing.swap_columns(integer, integer) from public;
