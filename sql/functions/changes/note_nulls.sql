-- Notes which required columns hold nulls (pending.keep): rows kept from before the rule, or written while it was away,
-- or all rows where the column is yet to come and has no default (they are in the way then, unless the change says
-- "existing": "keep"). Such a column gets no native NOT NULL until a later migration finds none; its rule binds every
-- write nevertheless. Runs inside the tenant's schema.
create or replace function thing.note_nulls(p_classes integer[])
returns void
language plpgsql
as $$
declare
    v_table record;
    v_field record;
    v_has_nulls boolean;
begin
    for v_table in
        select c.id, t.oid
          from thing_classes c
          join pg_class t on t.relnamespace = current_schema()::regnamespace and t.relname = 'tc_' || c.physical_name
         where c.id = any (p_classes) and c.dropped_version is null
    loop
        for v_field in
            select f.id, coalesce(f.pending ? 'keep', false) as kept, f.physical_name, a.attname is null as new,
                   case when f.expression is not null and f.expression -> 'kept' is distinct from 'true'
                        then thing.computed_sql(f.type, f.params, f.expression, 'new') end as computed
              from thing_class_fields f
              left join pg_attribute a on a.attrelid = v_table.oid
               and a.attname = f.physical_name and not a.attisdropped
             where f.class_id = v_table.id and f.dropped_version is null and not f.inlined
               and a.attnotnull is not true
               and (a.attname is not null or f.default_value is null and f.type <> 'references' and not exists (
                        select from thing_class_fields o
                         where o.class_id = f.class_id and o.pending ->> 'superseded' = f.id::text))
               and f.id = any (array(select r.field_id from thing.effective_rules_of(v_table.id) r
                                      where r.rule = 'required' and r.argument = 'true'))
        loop
            execute format('select exists (select from %s new where %s)', v_table.oid::regclass,
                case when v_field.computed is not null then v_field.computed || ' is null'
                     when v_field.new then 'true'
                     else format('%I is null', v_field.physical_name) end) into v_has_nulls;
            if v_has_nulls <> v_field.kept then
                update thing_class_fields f
                   set pending = nullif(coalesce(f.pending, '{}') - 'keep'
                           || case when v_has_nulls then '{"keep": true}' else '{}' end::jsonb, '{}')
                 where f.id = v_field.id;
            end if;
        end loop;
    end loop;
end
$$;
comment on function thing.note_nulls(integer[]) is 'Note which required columns hold nulls. Internal.';
revoke all on function thing.note_nulls(integer[]) from public;
