-- Notes which required columns hold nulls (pending.keep): rows kept from before the rule, or written while it was away. Such a column
-- gets no native NOT NULL until a later migration finds none; its rule binds every write all the same.
-- Runs inside the tenant's schema.
create or replace function thing.note_nulls(p_classes integer[])
returns void
language plpgsql
as $$
declare
    v_field record;
    v_found boolean;
begin
    for v_field in
        select f.id, f.pending ? 'keep' as kept, f.physical_name, a.attrelid::regclass as table_name
          from thing_classes c
          join pg_class t on t.relnamespace = current_schema()::regnamespace and t.relname = 'tc_' || c.physical_name
          join pg_attribute a on a.attrelid = t.oid and not a.attnotnull and not a.attisdropped
          join thing_class_fields f on f.class_id = c.id and f.physical_name = a.attname and f.dropped_version is null
         where c.id = any (p_classes) and c.dropped_version is null
           and exists (select from thing.effective_rules_of(c.id) r where r.field_id = f.id and r.rule = 'required' and r.argument = 'true')
    loop
        execute format('select exists (select from %s where %I is null)', v_field.table_name, v_field.physical_name) into v_found;
        if v_found is distinct from v_field.kept then
            update thing_class_fields f
               set pending = nullif(coalesce(f.pending, '{}') - 'keep' || case when v_found then '{"keep": true}' else '{}' end::jsonb, '{}')
             where f.id = v_field.id;
        end if;
    end loop;
end
$$;
comment on function thing.note_nulls(integer[]) is 'Note which required columns hold nulls. Internal.';
revoke all on function thing.note_nulls(integer[]) from public;
