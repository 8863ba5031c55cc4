-- Refuses when a reference to a parent class, or to any class, points to a thing of this class. Runs inside the
-- tenant's schema.
-- Errors: TB034 DEPENDENCY, with up to ten of the references.
create or replace function thing.check_unreferenced(p_class_id integer)
returns void
language plpgsql
as $$
declare
    v_field record;
    v_references jsonb;
begin
    for v_field in
        select f.name, c.name as class, k.conrelid::regclass::text as table_name, a.attname as column_name,
               case f.type when 'references' then 'source_id' else 'id' end as source
          from pg_constraint k
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
          join thing_class_fields f on f.type in ('reference', 'references')
           and k.conname in (format('tf_%s_%s', f.class_id, f.physical_name),
                   format('tj_%s_%s_t', f.class_id, f.physical_name))
          join thing_classes c on c.id = f.class_id and c.id <> p_class_id and c.dropped_version is null
         where k.contype = 'f' and k.confrelid = to_regclass('thing_instances') and f.dropped_version is null
         order by f.id
    loop
        execute format(
            'select jsonb_agg(jsonb_build_object(''class'', $2, ''field'', $3, ''id'', r.%I, ''refersTo'', r.%I))
               from (select r.* from %s r join thing_instances i on i.id = r.%I where i.class_id = $1 limit 10) r',
            v_field.source, v_field.column_name, v_field.table_name, v_field.column_name)
           into v_references
          using p_class_id, v_field.class, v_field.name;
        if v_references is not null then
            perform thing.fail('DEPENDENCY',
                format('%s.%s still refers to things of this class', v_field.class, v_field.name), v_references);
        end if;
    end loop;
end
$$;
comment on function thing.check_unreferenced(integer) is
    'Fail while things of a class are referred to as things of a wider class. Internal.';
revoke all on function thing.check_unreferenced(integer) from public;
