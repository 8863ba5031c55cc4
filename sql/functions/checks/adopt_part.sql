-- Carries out the changes for one part that was made by hand, which gives way to what the migration engine makes of
-- them. Runs inside the tenant's schema. Errors: TB020 INVALID_CHANGE where a field has another rule of that kind.
create or replace function thing.adopt_part(p_kind text, p_table text, p_name text, p_changes jsonb, p_author text)
returns void
language plpgsql
as $$
declare
    v_schema text := current_schema();
    v_table text := format('%I.%I', v_schema, p_table);
    v_aside text := left('adopted_' || p_name, 63);
    v_change jsonb;
    v_field text;
    v_field_id integer;
    v_weaker text;
begin
    set constraints all immediate;     -- or a pending check would forbid ALTER TABLE
    set constraints all deferred;
    if p_kind = 'unknown column' then
        execute format('alter table %s rename column %I to %I', v_table, p_name, v_aside);
        execute format('alter table %s alter column %I drop not null', v_table, v_aside);
    elsif p_kind = 'unknown constraint' then
        execute format('alter table %s drop constraint if exists %I', v_table, p_name);
    else
        execute format('drop index if exists %I.%I', v_schema, p_name);
    end if;
    for v_change in select c from jsonb_array_elements(p_changes) with ordinality e (c, n) order by n loop
        if v_change ->> 'op' = 'set_rules' then
            v_field_id := thing.field_id((thing.class_row(v_change ->> 'class')).id, v_change ->> 'field');
            -- of two rules of a kind, the one that allows less says what both say
            select string_agg(concat_ws(' ', p.rule, p.argument), ', ') into v_weaker
              from thing.effective_rules_of((thing.class_row(v_change ->> 'class')).id) p
              join jsonb_each_text(v_change -> 'rules') n on n.key = p.rule
             where p.field_id = v_field_id and not p.of_items and p.check_name is null
               and not case when p.rule ~* '^(exclusive)?min' then n.value::numeric >= (p.argument #>> '{}')::numeric
                            when p.rule ~* '^(exclusive)?max' then n.value::numeric <= (p.argument #>> '{}')::numeric
                            else n.value = p.argument #>> '{}' end;
            if v_weaker is not null then
                perform thing.fail('INVALID_CHANGE', format('the rule of field %s would be lost: %s',
                    v_change ->> 'field', v_weaker));
            end if;
            v_change := jsonb_set(v_change, '{rules}', (
                select f.validation_rules from thing_class_fields f where f.id = v_field_id) || (v_change -> 'rules'));
        end if;
        perform thing.run_migration(jsonb_build_array(v_change), null, p_author);
        if v_change ->> 'op' = 'add_field' then
            v_field := (
                select f.physical_name from thing_class_fields f
                 where f.id = thing.field_id((thing.class_row(v_change ->> 'class')).id,
                           v_change -> 'field' ->> 'name'));
            execute format('update %s set %I = %I where %I is not null', v_table, v_field, v_aside, v_aside);
            set constraints all immediate;
            set constraints all deferred;
            execute format('alter table %s drop column %I', v_table, v_aside);
        end if;
    end loop;
end
$$;
comment on function thing.adopt_part(text, text, text, jsonb, text) is
    'Make one part that was made by hand part of the schema. Internal.';
revoke all on function thing.adopt_part(text, text, text, jsonb, text) from public;
