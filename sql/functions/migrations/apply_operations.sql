-- Carries the changes out on the metadata, in order, and works out the physical steps. Nothing physical happens here.
-- inverse: what undoes all of them, in the right order. Runs inside the tenant's schema. Errors: those of the changes.
create or replace function thing.apply_operations(p_operations jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_op record;
    v_result thing.op_result;
    v_all thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
    v_class integer;
    v_live integer[] := case when jsonb_path_exists(p_operations,
        '$[*] ? (@.op == "drop_class" || @.op == "restore_class")')
        then array(select c.id from thing_classes c where c.dropped_version is null) else '{}' end;
    v_kept text[];
    v_named integer[] := '{}';
    v_name text;
    v_restored integer[] := '{}';
begin
    if jsonb_typeof(p_operations) is distinct from 'array' or jsonb_array_length(p_operations) = 0 then
        perform thing.fail('INVALID_CHANGE', 'changes must be a JSON array with at least one change', p_operations);
    end if;
    for v_op in select o.value, o.ordinality from jsonb_array_elements(p_operations) with ordinality o
                 order by o.ordinality loop
        v_name := thing.check_operation(v_op.value);
        perform thing.check_rollup_change(v_op.value);
        execute format('select (r).* from thing.%I($1, $2) r', 'op_' || v_name)
           into v_result using v_op.value, p_version;
        v_all.inverse := v_result.inverse || v_all.inverse;
        v_all.changes := v_all.changes || v_result.changes;
        v_all.touched := v_all.touched || v_result.touched;
        v_all.steps := v_all.steps || v_result.steps;
        -- the change's own class comes first
        v_named := v_named || case when v_op.value ->> 'op' in ('add_unique', 'drop_unique') then v_result.touched
                                   else v_result.touched[1:1] end;
        if v_op.value ->> 'op' = 'restore_class' then   -- its names are as they were, but others may have come
            v_restored := v_restored || v_result.touched[1];
        end if;
    end loop;
    v_named := thing.store_names(v_named) || v_restored;
    if v_named <> '{}' then
        perform thing.check_api_names(v_named);
    end if;
    perform thing.check_aliases(v_all.touched);
    if jsonb_path_exists(v_all.changes, '$[*] ? (@.kind == "ENUM_ADDED" || @.kind == "ENUM_RENAMED")') then
        perform thing.check_enum_names();
    end if;
    perform thing.check_expressions();
    perform thing.check_enums(v_all.touched);
    perform thing.check_inverses(v_all.touched);
    perform thing.check_generated_names(v_all.touched);
    perform thing.check_unique_names(v_all.touched);
    perform thing.check_defaults(v_all.touched);
    perform thing.check_rollups(v_all.touched);
    perform thing.check_policies();
    -- A class that is there before and after (dropped and restored in between, as rollbacks may do) keeps its instance
    -- rows: its foreign keys stay too, so taking the rows away for a moment would take along what refers to them.
    v_kept := array(select 'tc_' || c.physical_name from thing_classes c
                     where c.id = any (v_live) and c.dropped_version is null);
    v_all.steps := array(
        select s from unnest(v_all.steps) s
         where not coalesce(s.kind = 'instances' and s.table_name = any (v_kept), false));
    v_all.touched := array(
        select t from unnest(v_all.touched) t
        union
        select u        -- a rollup's tables keep it, and names in its definition follow
          from thing_classes c
         cross join lateral (select array(select a from thing.rollup_users(c.rollup) a) as classes) r
         cross join lateral unnest(r.classes || case when c.dropped_version is null then c.id end) u
         where c.rollup is not null and v_all.touched && r.classes and u is not null
        union
        select k from thing.kept_classes(v_all.touched) k      -- tables of one stand in triggers of others
         order by 1);
    perform thing.note_nulls(v_all.touched);
    foreach v_class in array v_all.touched loop
        v_all.steps := v_all.steps || array(select s from thing.reconcile_class(v_class) s);
    end loop;
    v_all.steps := v_all.steps || array(select s from thing.kept_steps(v_all.touched) s);
    v_all.steps := array(
        select o.step from (select s as step, row_number() over () as n from unnest(v_all.steps) s) o
         order by (o.step).phase, o.n);
    return v_all;
end
$$;
comment on function thing.apply_operations(jsonb, integer) is
    'Apply schema operations to the metadata and work out the DDL. Internal.';
revoke all on function thing.apply_operations(jsonb, integer) from public;
